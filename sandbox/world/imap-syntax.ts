/** A parsed argument of an IMAP command: an atom or string as text, NIL, or a list. */
export type Token = string | null | Token[]

export interface Command {
  tag: string
  /** Upper case; `UID FETCH` and its like as one name. */
  name: string
  args: Token[]
}

/** A line that is no IMAP command. */
export class ImapSyntaxError extends Error {}

/**
 * Parses a complete command, its literals (`{n}CRLF...`) included. `BODY.PEEK[HEADER.FIELDS (A B)]<0.100>` stays one
 * token, brackets and all.
 */
export function parseCommand(text: string): Command {
  const reader = new Reader(text)
  const tag = reader.atom()
  let name = reader.atom().toUpperCase()
  if (name === 'UID') name = `UID ${reader.atom().toUpperCase()}`
  if (!tag || !name) throw new ImapSyntaxError('Tag and command expected')
  const args: Token[] = []
  while (!reader.isAtEnd()) args.push(reader.token())
  return { tag, name, args }
}

/** The length in bytes of the literal that this part of a command announces at its end, if it does. */
export function literalAtEnd(text: string): { bytes: number; needsGoAhead: boolean } | undefined {
  const match = /\{(\d{1,9})(\+?)\}$/.exec(text)
  return match ? { bytes: Number(match[1]), needsGoAhead: match[2] === '' } : undefined
}

const maximumDepth = 20

class Reader {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  isAtEnd(): boolean {
    this.#skipSpaces()
    return this.#at >= this.#text.length
  }

  token(): Token {
    this.#skipSpaces()
    switch (this.#text[this.#at]) {
      case '(':
        return this.#list()
      case '"':
        return this.#quoted()
      case '{':
        return this.#literal()
      default: {
        const atom = this.atom()
        return atom.toUpperCase() === 'NIL' ? null : atom
      }
    }
  }

  /** Up to a space or a closing parenthesis; spaces and parentheses within brackets belong to it. */
  atom(): string {
    this.#skipSpaces()
    const start = this.#at
    let brackets = 0
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at]
      if (character === '[') brackets++
      else if (character === ']') brackets--
      else if (brackets <= 0 && (character === ' ' || character === ')' || character === '(')) break
    }
    if (this.#at === start) throw new ImapSyntaxError('Argument expected')
    return this.#text.slice(start, this.#at)
  }

  #list(): Token[] {
    if (++this.#depth > maximumDepth) throw new ImapSyntaxError('Lists too deep')
    this.#at++
    const items: Token[] = []
    for (;;) {
      this.#skipSpaces()
      if (this.#at >= this.#text.length) throw new ImapSyntaxError('List without end')
      if (this.#text[this.#at] === ')') break
      items.push(this.token())
    }
    this.#at++
    this.#depth--
    return items
  }

  #quoted(): string {
    const match = /"((?:[^"\\]|\\.)*)"/y
    match.lastIndex = this.#at
    const found = match.exec(this.#text)
    if (!found) throw new ImapSyntaxError('String without end')
    this.#at = match.lastIndex
    return (found[1] ?? '').replaceAll(/\\(.)/g, '$1')
  }

  #literal(): string {
    const match = /\{(\d+)\+?\}\r\n/y
    match.lastIndex = this.#at
    const found = match.exec(this.#text)
    if (!found) throw new ImapSyntaxError('Bad literal')
    const start = match.lastIndex
    this.#at = start + Number(found[1])
    return this.#text.slice(start, this.#at)
  }

  #skipSpaces(): void {
    while (this.#text[this.#at] === ' ') this.#at++
  }
}

/**
 * Numbers of a sequence set such as `1:3,7,10:*` that exist.
 * @param existing all numbers, rising; `*` is the last of them.
 */
export function numbersIn(set: string, existing: readonly number[]): Set<number> {
  const last = existing.at(-1) ?? 0
  const found = new Set<number>()
  for (const range of set.split(',')) {
    if (!/^(?:\d+|\*)(?::(?:\d+|\*))?$/.test(range))
      throw new ImapSyntaxError(`Bad sequence set ${set.slice(0, 50)}`)
    const [one = 0, other = one] = range.split(':').map((end) => (end === '*' ? last : Number(end)))
    const [low, high] = one < other ? [one, other] : [other, one]
    for (const number of existing) if (number >= low && number <= high) found.add(number)
  }
  return found
}

/** A string for the wire (bytes as latin1): quoted where that is allowed, else a literal. */
export function quoted(text: string | null | undefined): string {
  if (text === null || text === undefined) return 'NIL'
  if (/^[\u0020-\u007E]*$/.test(text)) return `"${text.replaceAll(/["\\]/g, '\\$&')}"`
  return `{${Buffer.byteLength(text, 'latin1')}}\r\n${text}`
}
