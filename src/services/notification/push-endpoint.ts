import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isPublicAddress } from '#kernel'
import { PermanentFailure } from './providers/provider.ts'

/** May this be a push service by its form? https by name outside the sandbox, whose stand-in is http on loopback. */
export function isPushEndpoint(endpoint: string, sandbox: boolean): boolean {
  const url = URL.parse(endpoint)
  if (!url || url.username || url.password) return false
  if (sandbox && url.protocol === 'http:' && url.hostname === '127.0.0.1') return true
  const named =
    isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0 && /\.[a-z][a-z0-9-]+\.?$/i.test(url.hostname)
  return (
    url.protocol === 'https:' &&
    named &&
    !/\.(localhost|local|internal|lan|home|test)\.?$/i.test(url.hostname)
  )
}

/**
 * Checks where an endpoint leads before each call: a name can be given a private address after it was added.
 *
 * @throws PermanentFailure `push-endpoint-refused`; other errors (the name cannot be looked up now) are temporary.
 */
export async function checkEndpoint(endpoint: string, sandbox: boolean): Promise<void> {
  if (!isPushEndpoint(endpoint, sandbox)) throw new PermanentFailure('push-endpoint-refused', true)
  const { hostname, protocol } = new URL(endpoint)
  if (sandbox && protocol === 'http:') return
  const addresses = await lookup(hostname, { all: true })
  if (!addresses.every(({ address }) => isPublicAddress(address)))
    throw new PermanentFailure('push-endpoint-refused', true)
}
