import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** Where a host name leads, and whether it may be connected to. */
export interface HostAddress {
  readonly address: string
  /** For SNI and the certificate; undefined when the user gave a bare address. */
  readonly serverName: string | undefined
}

/** The own machine and networks: users name hosts, and must not reach through us what they cannot reach themselves. */
const privateAddresses = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  privateAddresses.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  privateAddresses.addSubnet(network, prefix, 'ipv6')

/**
 * Resolves a host once; the connection goes to the address that was checked, so that a name cannot mean another one a
 * moment later.
 *
 * @param allowPrivate Also loopback and private networks (sandbox, a company's own server).
 * @returns `undefined` when the name is unknown or leads to where it must not.
 */
export async function resolveHost(host: string, allowPrivate: boolean): Promise<HostAddress | undefined> {
  const serverName = isIP(host) === 0 ? host : undefined
  const found = await lookup(host, { all: true }).catch(() => [])
  const allowed = found.find(({ address }) => allowPrivate || !isPrivate(address))
  return allowed && { address: allowed.address, serverName }
}

export function isPrivate(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return privateAddresses.check(mapped, 'ipv4')
  return privateAddresses.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
