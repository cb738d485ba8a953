import { createHmac, randomBytes } from 'node:crypto'
import webPush from 'web-push'
import type { Ctx } from './context.ts'
import type { VapidKeys } from './providers/web-push.ts'

const aad = (name: string) => `notification:own_keys.secret:${name}`

/** The pair that browsers know us by. Made once: with another one every subscription would be lost. */
export async function vapidKeys(ctx: Ctx): Promise<VapidKeys> {
  const { public: publicKey, secret } = await ownKey(ctx, 'vapid', () => {
    const made = webPush.generateVAPIDKeys()
    return { public: made.publicKey, secret: made.privateKey }
  })
  return { publicKey, privateKey: secret }
}

/** Finds the same number or endpoint again without keeping it readable. */
export async function addressHash(ctx: Ctx, address: string): Promise<string> {
  const { secret } = await ownKey(ctx, 'address-hash', () => ({
    public: '',
    secret: randomBytes(32).toString('base64'),
  }))
  return createHmac('sha256', secret).update(address).digest('base64url')
}

/** Of replicas that make a key at the same time one wins, and all use its key. */
async function ownKey(
  ctx: Ctx,
  name: string,
  make: () => { public: string; secret: string },
): Promise<{ public: string; secret: string }> {
  const read = () =>
    ctx.db.query.selectFrom('own_keys').selectAll().where('name', '=', name).executeTakeFirst()
  let row = await read()
  if (!row) {
    const made = make()
    await ctx.db.query
      .insertInto('own_keys')
      .values({ name, public: made.public, secret: ctx.secrets.seal(made.secret, aad(name)) })
      .onConflict((c) => c.doNothing())
      .execute()
    row = (await read())!
  }
  return { public: row.public, secret: ctx.secrets.open(row.secret, aad(name)) }
}
