import { LRUCache } from 'lru-cache'
import { createCipher, createPersonalKey, type MasterKeys, unwrapPersonalKey } from './cipher.ts'
import type { SqlPool } from './database.ts'
import { Gathering } from './gathering.ts'
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
  /** Many people are told something at once: their keys are read, and made, together. */
  readonly #wrappedKeys = new Gathering<string, string>({
    most: 128,
    run: (people) => this.#readKeys(people),
  })
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
    const wrapped = await this.#wrappedKeys.ask(personId)
    const cipher = this.#ciphers.get(personId) ?? unwrapPersonalKey(this.#masterKeys, personId, wrapped)
    this.#ciphers.set(personId, cipher)
    return cipher
  }

  async #readKeys(people: readonly string[]): Promise<string[]> {
    const ids = [...new Set(people)].toSorted()
    const found = await this.#pool.query(
      'select person_id, wrapped from personal_keys where person_id = any($1::uuid[])',
      [ids],
    )
    const keys = new Map(found.rows.map((row) => [String(row.person_id), String(row.wrapped)]))
    const without = ids.filter((id) => !keys.has(id))
    if (without.length > 0) {
      const made = without.map((id) => createPersonalKey(this.#masterKeys, id))
      const { rows } = await this.#pool.query(
        `insert into personal_keys (person_id, wrapped) select * from unnest($1::uuid[], $2::text[])
         on conflict (person_id) do update set person_id = excluded.person_id returning person_id, wrapped`,
        [without, made],
      )
      for (const row of rows) keys.set(String(row.person_id), String(row.wrapped))
    }
    return people.map((id) => keys.get(id)!)
  }
}
