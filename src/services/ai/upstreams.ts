import type { Ctx } from './context.ts'
import type { UpstreamName } from './contract.ts'

/** What can be asked of an upstream. */
export type Endpoint = 'chat/completions' | 'responses' | 'embeddings' | 'audio/transcriptions'

export interface Upstream {
  readonly name: UpstreamName
  readonly url: string
  /** Undefined where none is asked for. */
  readonly key: string | undefined
}

/** What the compatible endpoints of the vendors lack, as their documents say (docs/assistant.md). */
export const lacking: Readonly<Record<UpstreamName, readonly Endpoint[]>> = {
  openai: [],
  anthropic: ['responses', 'embeddings', 'audio/transcriptions'],
  google: ['responses', 'audio/transcriptions'],
  openrouter: ['audio/transcriptions'],
  ollama: ['audio/transcriptions'],
  compatible: [],
  sandbox: [],
}

const credentialNames = {
  openai: 'openai',
  anthropic: 'anthropic',
  google: 'gemini',
  openrouter: 'openrouter',
} as const
type Vendor = keyof typeof credentialNames
export const upstreamNames = Object.keys(lacking) as readonly UpstreamName[]

/** A key that an administrator changes counts at once where the word arrives, else after this time. */
const keptForMs = 300_000
/** When the config service was away, it is asked again after this time. */
const askAgainMs = 5_000

/** The upstreams that are set up: by settings, else by the keys that an administrator has stored. */
export class Upstreams {
  readonly #ctx: Pick<Ctx, 'settings' | 'call' | 'log' | 'sandbox'>
  #known: Promise<ReadonlyMap<UpstreamName, Upstream>> | undefined
  #ready: ReadonlyMap<UpstreamName, Upstream> | undefined
  #askedAt = Number.NEGATIVE_INFINITY
  #goodForMs = keptForMs

  constructor(ctx: Pick<Ctx, 'settings' | 'call' | 'log' | 'sandbox'>) {
    this.#ctx = ctx
  }

  /** At once, once they are known; a change is looked for beside the calls. */
  all(): ReadonlyMap<UpstreamName, Upstream> | Promise<ReadonlyMap<UpstreamName, Upstream>> {
    if (performance.now() - this.#askedAt > this.#goodForMs) this.forget()
    this.#known ??= this.#read()
    return this.#ready ?? this.#known
  }

  /** Looks at the stored keys anew; until they are there the ones known so far are used. */
  forget(): void {
    this.#known = undefined
    this.#askedAt = performance.now()
    this.#goodForMs = keptForMs
  }

  async #read(): Promise<ReadonlyMap<UpstreamName, Upstream>> {
    this.#askedAt = performance.now()
    const { settings, sandbox } = this.#ctx
    const found: Upstream[] = []
    const add = (name: UpstreamName, url: string | undefined, key: string | undefined) => {
      if (url) found.push({ name, url, key })
    }
    const vendors = {
      openai: [settings.OPENAI_API_URL, settings.OPENAI_API_KEY],
      anthropic: [settings.ANTHROPIC_API_URL, settings.ANTHROPIC_API_KEY],
      google: [settings.GEMINI_API_URL, settings.GEMINI_API_KEY],
      openrouter: [settings.OPENROUTER_API_URL, settings.OPENROUTER_API_KEY],
    } as const
    for (const [vendor, [url, own]] of Object.entries(vendors)) {
      const key = own ?? (await this.#stored(vendor as Vendor))
      if (key) add(vendor as Vendor, url, key)
    }
    add('ollama', settings.OLLAMA_URL, undefined)
    add('compatible', settings.AI_UPSTREAM_URL, settings.AI_UPSTREAM_KEY)
    if (sandbox && found.length === 0) add('sandbox', settings.AI_SANDBOX_URL, settings.AI_SANDBOX_KEY)
    this.#ready = new Map(found.map((each) => [each.name, each]))
    return this.#ready
  }

  async #stored(vendor: Vendor): Promise<string | undefined> {
    try {
      const { secret } = await this.#ctx.call.config.credentialOf({ name: credentialNames[vendor] })
      return secret ?? undefined
    } catch (err) {
      this.#goodForMs = askAgainMs
      this.#ctx.log.warn({ err, vendor }, 'The stored key of an upstream could not be had')
      return this.#ready?.get(vendor)?.key
    }
  }
}
