import { OutboundError, type OutboundHttp, Problem } from '#kernel'
import type { Verdict } from './types.ts'

/** A person waits for the answer: one attempt, and no queueing behind the services' own calls. */
const policy = { timeoutMs: 8_000, attempts: 1 }

export const accepted: Verdict = { valid: true, detail: null }
export const refused = (detail: string): Verdict => ({ valid: false, detail })

/** The client for trying keys of a provider; apart from the one that works with them. */
export const clientOf = (http: OutboundHttp, provider: string) =>
  http.provider(`key-check:${provider}`, policy)

/** Below a base URL, which may itself have a path (a proxy, the sandbox). */
export function urlUnder(baseUrl: string, path: string): URL {
  return new URL(path, baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`)
}

/**
 * Runs a call with a key and reads from a refusal what it says about the key: 401, 403 and 404 that it is no good,
 * 429 that it is good but has been used too much.
 *
 * @throws Problem 503 when nothing can be told: no answer, a fault of the provider's, an unknown form.
 */
export async function judge(provider: string, call: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    const { status } = error
    if (status === 401 || status === 403 || status === 404) return refused('The provider refuses this key')
    if (status === 429) return { valid: true, detail: 'The provider knows the key but its quota is used up' }
    throw new Problem(503, 'config.provider-unavailable', `${provider} gave no answer; try again later`, {
      cause: error,
    })
  }
}
