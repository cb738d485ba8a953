import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { PermanentFailure } from './providers/provider.ts'

/** Addresses that are not the public internet (IANA special-purpose registries): a push service is never there. */
const special = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  special.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  special.addSubnet(network, prefix, 'ipv6')

/** Is it an address of the public internet? IPv4 in IPv6 counts as what it carries. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return isPublicAddress(mapped)
  return !special.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

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
