/** What a call has used, in tokens. */
export interface Used {
  readonly inputTokens: number
  readonly outputTokens: number
  /** Nobody said: worked out from lengths. */
  readonly estimated: boolean
}

/** Recordings that are paid by the second count as if they were paid by the token: see `prices-shipped.ts`. */
export const tokensOfSecond = 10

/** The usage stands at the end of an answer; in a Response it is followed by what the request had said. */
const tailBytes = 128 * 1024

/** Watches an answer go by: how much it was and, at its end, what the upstream says was used. Changes nothing. */
export class Meter {
  readonly #tail: Buffer[] = []
  #tailLength = 0
  #events = 0
  bytes = 0

  see(chunk: Buffer): void {
    this.bytes += chunk.length
    for (let at = chunk.indexOf('data: '); at >= 0; at = chunk.indexOf('data: ', at + 6)) this.#events++
    this.#tail.push(chunk)
    this.#tailLength += chunk.length
    while (this.#tail.length > 1 && this.#tailLength - this.#tail[0]!.length >= tailBytes)
      this.#tailLength -= this.#tail.shift()!.length
  }

  /** @param usualInputTokens where nobody says what was used; then a token has about four bytes, and an event one token. */
  used(usualInputTokens: number): Used {
    const said = usageIn(this.#tail.length === 1 ? this.#tail[0]! : Buffer.concat(this.#tail))
    if (said) return { ...said, estimated: false }
    return {
      inputTokens: usualInputTokens,
      outputTokens: this.#events > 0 ? this.#events : Math.ceil(this.bytes / 4),
      estimated: true,
    }
  }
}

/**
 * The last `"usage": {...}` that holds counts of tokens. In a string of the answer the quotes would be escaped, so what
 * a model writes is never taken for it.
 */
function usageIn(bytes: Buffer): Omit<Used, 'estimated'> | undefined {
  for (
    let at = bytes.lastIndexOf(usageName);
    at >= 0;
    at = at === 0 ? -1 : bytes.lastIndexOf(usageName, at - 1)
  ) {
    // Names and numbers: every byte is a character.
    const text = bytes.toString('latin1', at, at + longestUsage)
    const object = /^"usage"\s*:\s*(\{)/.exec(text)
    const counts = object && countsIn(balanced(text, object[0].length - 1))
    if (counts) return counts
  }
  return undefined
}
const usageName = Buffer.from('"usage"')
/** Bytes. */
const longestUsage = 4_000

/** The object that begins at `from`; numbers and names only, so that a brace in a string cannot be met. */
function balanced(text: string, from: number): string {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x7b) depth++
    else if (code === 0x7d && --depth === 0) return text.slice(from, at + 1)
  }
  return ''
}

function countsIn(json: string): Omit<Used, 'estimated'> | undefined {
  try {
    const usage = JSON.parse(json) as Record<string, unknown>
    if (usage.type === 'duration' && typeof usage.seconds === 'number' && usage.seconds >= 0)
      return { inputTokens: Math.ceil(usage.seconds * tokensOfSecond), outputTokens: 0 }
    const inputTokens = usage.prompt_tokens ?? usage.input_tokens
    const outputTokens = usage.completion_tokens ?? usage.output_tokens ?? 0
    if (!isCount(inputTokens) || !isCount(outputTokens)) return undefined
    return { inputTokens, outputTokens }
  } catch {
    return undefined
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
