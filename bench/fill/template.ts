import { hash } from 'node:crypto'

/** Ids, SHA-256 digests and dates: what tells one copy of a row from another. */
const tokens =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{64}\b|\b\d{4}-\d{2}-\d{2}/g

/** Gives the copy's id, digest or date for the model's. */
export type Fill = (token: string) => string

/** A text of the model with its ids, digests and dates left open. */
export class Template {
  readonly #fixed: readonly string[]
  readonly #open: readonly string[]

  constructor(text: string) {
    this.#fixed = text.split(tokens)
    this.#open = text.match(tokens) ?? []
  }

  fill(fill: Fill): string {
    let text = this.#fixed[0]!
    for (let index = 0; index < this.#open.length; index++)
      text += fill(this.#open[index]!) + this.#fixed[index + 1]!
    return text
  }
}

export const isDate = (token: string) => token.length === 10

/** The same token and salt always give the same, in every table and every service: references stay whole. */
export function derived(token: string, salt: string): string {
  if (token.length === 64) return hash('sha256', `${token}/${salt}`)
  const hex = hash('md5', `${token}/${salt}`)
  const [a, b, c, d, e] = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(13, 16),
    hex.slice(17, 20),
    hex.slice(20),
  ]
  return `${a}-${b}-8${c}-8${d}-${e}`
}

/** A fill that works each token out once. */
export function remembered(fill: Fill): Fill {
  const known = new Map<string, string>()
  return (token) => {
    let found = known.get(token)
    if (found === undefined) known.set(token, (found = fill(token)))
    return found
  }
}
