import { generateKeyPairSync } from 'node:crypto'
import { ownKey } from '#kernel'
import type { Ctx } from './context.ts'
import type { VapidKeys } from './providers/web-push.ts'

/** The pair that browsers know us by. Made once: with another one every subscription would be lost. */
export async function vapidKeys(ctx: Ctx): Promise<VapidKeys> {
  const { public: publicKey, secret } = await ownKey(ctx, 'vapid', makePair)
  return { publicKey, privateKey: secret }
}

/** On P-256, the public one uncompressed (RFC 8292, 3.2), both in base64url. */
function makePair() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '', d = '' } = privateKey.export({ format: 'jwk' })
  const point = [Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]
  return { public: Buffer.concat(point).toString('base64url'), secret: d }
}
