import type { OutsideWorld } from '../cli/outside-world.ts'
import type { App } from '../kernel/http/server.ts'
import { type DemoView, homePage } from './home.ts'
import { PublicApi } from './public-api.ts'

const keptMs = 2_000

/**
 * The start page over the public API, with the demo crew member's own token. What was read is kept for two seconds:
 * her rate limit holds for the page too, and a page that is reloaded in a hurry must not use it up.
 */
export class DemoPages {
  readonly #app: App
  readonly #sandbox: OutsideWorld | undefined
  #kept: { readonly until: number; readonly view: Promise<DemoView | undefined> } | undefined

  constructor(app: App, sandbox: OutsideWorld | undefined) {
    this.#app = app
    this.#sandbox = sandbox
  }

  /** @throws when the API refuses or cannot answer; the next call asks again. */
  async home(origin: string): Promise<string> {
    return await homePage(await this.#view(), this.#sandbox, origin)
  }

  async #view(): Promise<DemoView | undefined> {
    if (this.#kept && performance.now() < this.#kept.until) return await this.#kept.view
    const kept = { until: performance.now() + keptMs, view: this.#read() }
    this.#kept = kept
    try {
      return await kept.view
    } catch (error) {
      if (this.#kept === kept) this.#kept = undefined
      throw error
    }
  }

  /** Undefined while there is no demo person: without the sandbox, or before they are made. */
  async #read(): Promise<DemoView | undefined> {
    const person = this.#sandbox?.demo()
    if (!person) return undefined
    const api = new PublicApi(this.#app)
    if (!(await api.signIn(person))) return undefined
    const [days, mails, showtimes] = await Promise.all([api.days(), api.mails(), api.showtimes()])
    return { person, days, mails, showtimes }
  }
}
