import { LRUCache } from 'lru-cache'
import { createCipher, createPersonalKey, type MasterKeys, unwrapPersonalKey } from './cipher.ts'
import type { SqlPool } from './database.ts'
import { assertOutsideTransaction } from './scope.ts'
import type { PersonalCipher, Secrets } from './secrets.ts'

/** How long an unwrapped key stays in memory: after a person is erased, nobody can open anything past this. */
const keepMs = 60_000

/** `ctx.secrets` over the master keys and the service's own table of personal keys. */
export class KeyedSecrets implements Secrets {
  readonly #masterKeys: MasterKeys
  readonly #pool: SqlPool
  readonly #sealed: readonly string[]
  readonly #cipher: ReturnType<typeof createCipher>
  readonly #ciphers = new LRUCache<string, PersonalCipher>({ max: 5_000, ttl: keepMs })

  /** @param sealed What the service seals under the master key, as `<service>:<table>.<column>`. */
  constructor(masterKeys: MasterKeys, pool: SqlPool, sealed: readonly string[]) {
    this.#sealed = sealed
    this.#masterKeys = masterKeys
    this.#cipher = createCipher(masterKeys)
    this.#pool = pool
  }

  seal(text: string, aad: string): string {
    if (!this.#sealed.some((column) => aad.startsWith(`${column}:`)))
      throw new Error(
        `${aad} is in no column that the service declares as sealed: rotation would not find it`,
      )
    return this.#cipher.seal(text, aad)
  }

  open(sealed: string, aad: string): string {
    return this.#cipher.openText(sealed, aad)
  }

  async person(personId: string): Promise<PersonalCipher> {
    const known = this.#ciphers.get(personId)
    if (known) return known
    assertOutsideTransaction('the key of a person')
    const cipher = unwrapPersonalKey(this.#masterKeys, personId, await this.#wrappedKey(personId))
    this.#ciphers.set(personId, cipher)
    return cipher
  }

  async #wrappedKey(personId: string): Promise<string> {
    const found = await this.#pool.query('select wrapped from personal_keys where person_id = $1', [personId])
    if (found.rows[0]) return String(found.rows[0].wrapped)
    const made = createPersonalKey(this.#masterKeys, personId)
    const { rows } = await this.#pool.query(
      'insert into personal_keys (person_id, wrapped) values ($1, $2) on conflict (person_id) do update set person_id = excluded.person_id returning wrapped',
      [personId, made],
    )
    return String(rows[0]!.wrapped)
  }
}
