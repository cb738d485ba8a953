import webPush from 'web-push'
import { ownKey } from '#kernel'
import type { Ctx } from './context.ts'
import type { VapidKeys } from './providers/web-push.ts'

/** The pair that browsers know us by. Made once: with another one every subscription would be lost. */
export async function vapidKeys(ctx: Ctx): Promise<VapidKeys> {
  const { public: publicKey, secret } = await ownKey(ctx, 'vapid', () => {
    const made = webPush.generateVAPIDKeys()
    return { public: made.publicKey, secret: made.privateKey }
  })
  return { publicKey, privateKey: secret }
}
