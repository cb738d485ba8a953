import { join } from 'node:path'
import type { Pool } from '../adapters/postgres/pool.ts'
import { createCipher } from '../kernel/cipher.ts'
import { findMasterKeys } from '../kernel/master-key-file.ts'
import { credentialAad } from '../services/config/credentials.ts'
import type { CredentialName } from './provider-checks.ts'

/**
 * The provider keys that an administrator has stored, opened. For this machine's own look at them: nothing is audited,
 * since whoever runs this holds database and master key anyway.
 *
 * @param pool Of the database where `config` lives.
 */
export async function storedCredentials(pool: Pool, dataDir: string): Promise<Map<CredentialName, string>> {
  const keys = await findMasterKeys({ env: process.env, file: join(dataDir, 'master.key') })
  const known = await pool.query(`select to_regclass('config.credentials') as name`)
  if (!keys || !known.rows[0]?.name) return new Map()
  const { rows } = await pool.query('select name, secret from config.credentials where secret is not null')
  const cipher = createCipher(keys)
  return new Map(
    rows.map(({ name, secret }) => [name, cipher.openText(String(secret), credentialAad(String(name)))]),
  )
}
