import { setTimeout as sleep } from 'node:timers/promises'

/** Whoever the demo makes. */
export interface Account {
  readonly name: string
  readonly email: string
  readonly password: string
}

/** The public API as a demo person uses it: one request after the other, and patient where it is asked to be. */
export class Api {
  readonly #url: string
  #token = ''
  #userId = ''

  constructor(url: string) {
    this.#url = url
  }

  get userId(): string {
    return this.#userId
  }

  /** @returns false when the account exists already: an earlier start has made it. */
  async signUp(account: Account): Promise<boolean> {
    const response = await this.#request('POST', '/auth/sign-up', account)
    if (response.status === 409) return false
    await this.#enter(response)
    return true
  }

  async signIn({ email, password }: Account): Promise<void> {
    await this.#enter(await this.#request('POST', '/auth/sign-in', { email, password }))
  }

  async #enter(response: Response): Promise<void> {
    this.#token = String((await this.#read(response)).accessToken)
    this.#userId = String((await this.send('GET', '/users/me')).id)
  }

  async send(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    return await this.#read(await this.#request(method, path, body))
  }

  async #request(method: string, path: string, body?: unknown): Promise<Response> {
    for (let tries = 1; ; tries++) {
      const response = await fetch(`${this.#url}/api/v1${path}`, {
        method,
        headers: {
          'content-type': 'application/json',
          ...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(15_000),
      })
      if (response.status !== 429 || tries === 5) return response
      await sleep(1000 * Math.min(10, Number(response.headers.get('retry-after')) || 1), undefined, {
        ref: false,
      })
    }
  }

  async #read(response: Response): Promise<Record<string, unknown>> {
    const text = await response.text()
    if (!response.ok) throw new ApiRefusal(response.status, `${response.url} answered ${text.slice(0, 300)}`)
    return text ? (JSON.parse(text) as Record<string, unknown>) : {}
  }
}

export class ApiRefusal extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.name = 'ApiRefusal'
    this.status = status
  }
}
