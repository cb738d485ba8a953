import { mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { generateMasterKey } from '../kernel/cipher.ts'

/**
 * Writes what the processes of a house must share and what each must have alone, as settings that a shell, systemd and
 * Compose read: `all.env` with `KLAPS_MASTER_KEYS` and `SERVICE_JWKS`, and `<service>.env` with `SERVICE_KEY`. Mode 0600.
 *
 * @param names Of the processes: each signs under its own.
 * @returns the files
 * @throws when one of them is there: its key may be in use.
 */
export async function makeKeys(folder: string, names: readonly string[]): Promise<string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const fileOf = (name: string) => join(folder, `${name}.env`)
  for (const name of ['all', ...names])
    if (await stat(fileOf(name)).catch(() => undefined))
      throw new Error(`${fileOf(name)} is there already: keys that are in use are not replaced`)
  const pairs = await Promise.all(names.map(async (name) => ({ name, ...(await makePair(name)) })))
  const shared = {
    KLAPS_MASTER_KEYS: generateMasterKey('k1'),
    SERVICE_JWKS: JSON.stringify({ keys: pairs.map((pair) => pair.publicJwk) }),
  }
  const files = [
    [fileOf('all'), settings(shared)] as const,
    ...pairs.map(({ name, jwk }) => [fileOf(name), settings({ SERVICE_KEY: JSON.stringify(jwk) })] as const),
  ]
  for (const [file, text] of files) await writeFile(file, text, { mode: 0o600, flag: 'wx' })
  return files.map(([file]) => file)
}

async function makePair(kid: string): Promise<{ jwk: JWK; publicJwk: JWK }> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const jwk = { ...(await exportJWK(privateKey)), kid, alg: 'EdDSA', use: 'sig' }
  const { d: _secret, ...publicJwk } = jwk
  return { jwk, publicJwk }
}

/** JSON and base64 hold no single quote. */
const settings = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('')
