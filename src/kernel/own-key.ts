import { createHmac, randomBytes } from 'node:crypto'
import { type QueryExecutorProvider, sql } from 'kysely'
import type { Secrets } from './secrets.ts'

interface Owner {
  readonly service: string
  readonly db: { readonly query: QueryExecutorProvider }
  readonly secrets: Secrets
}

export interface OwnKey {
  readonly public: string
  readonly secret: string
}

/**
 * A key of a service's own, made on first use and never again: of replicas that make one at the same time one wins, and
 * all use its key. It lies in the service's table `own_keys`, the secret sealed under the master key.
 */
export function ownKey(owner: Owner, name: string, make: () => OwnKey): Promise<OwnKey> {
  const keys = opened.getOrInsertComputed(owner.secrets, () => new Map())
  const key = keys.getOrInsertComputed(name, () => openKey(owner, name, make))
  // What could not be read is asked for again.
  key.catch(() => keys.delete(name))
  return key
}

/** A key never changes: each process reads it once, however many need it at the same time. */
const opened = new WeakMap<Secrets, Map<string, Promise<OwnKey>>>()

async function openKey({ service, db, secrets }: Owner, name: string, make: () => OwnKey): Promise<OwnKey> {
  const aad = `${service}:own_keys.secret:${name}`
  const read = async () =>
    (await sql<OwnKey>`select public, secret from own_keys where name = ${name}`.execute(db.query)).rows[0]
  let row = await read()
  if (!row) {
    const made = make()
    await sql`insert into own_keys (name, public, secret) values (${name}, ${made.public}, ${secrets.seal(made.secret, aad)})
      on conflict do nothing`.execute(db.query)
    row = (await read())!
  }
  return { public: row.public, secret: secrets.open(row.secret, aad) }
}

/**
 * Finds the same address again without keeping it readable: who reads the table cannot even try addresses, for want of
 * the key.
 */
export async function blindIndex(owner: Owner, address: string): Promise<string> {
  const { secret } = await ownKey(owner, 'address-hash', () => ({
    public: '',
    secret: randomBytes(32).toString('base64'),
  }))
  return createHmac('sha256', secret).update(address).digest('base64url')
}
