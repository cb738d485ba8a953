import type { Client } from 'pg'
import { createPersonalKey, type MasterKeys, unwrapPersonalKey } from '../../src/kernel/cipher.ts'
import type { Ciphers } from './compiled.ts'
import { copyIn } from './copy-in.ts'
import { keyHolders } from './tables.ts'

/** The model person's own keys, as the services made them. */
export async function existingCiphers(client: Client, keys: MasterKeys, userId: string): Promise<Ciphers> {
  const ciphers = new Map()
  for (const service of keyHolders) {
    const found = await client.query<{ wrapped: string }>(
      `select wrapped from ${service}.personal_keys where person_id = $1`,
      [userId],
    )
    if (found.rows[0]) ciphers.set(service, unwrapPersonalKey(keys, userId, found.rows[0].wrapped))
  }
  return ciphers
}

/** Keys for a person who is new everywhere. */
export async function newCiphers(client: Client, keys: MasterKeys, userId: string): Promise<Ciphers> {
  const ciphers = new Map()
  for (const service of keyHolders) {
    const wrapped = createPersonalKey(keys, userId)
    ciphers.set(service, unwrapPersonalKey(keys, userId, wrapped))
    await copyIn(client, `${service}.personal_keys`, [{ person_id: userId, wrapped }])
  }
  return ciphers
}
