import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { isPublicAddress } from '#kernel'

/** Where a host name leads, and whether it may be connected to. */
export interface HostAddress {
  readonly address: string
  /** For SNI and the certificate; undefined when the user gave a bare address. */
  readonly serverName: string | undefined
}

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
  const allowed = found.find(({ address }) => allowPrivate || isPublicAddress(address))
  return allowed && { address: allowed.address, serverName }
}
