import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { KeptList } from '../kept-list.ts'
import type { StandIn, StandInApp, World } from './world.ts'

/** What a browser would have shown. */
export interface ReceivedPush {
  subscription: string
  /** The decrypted payload. */
  text: string
  ttlSeconds: number
  urgency: string
  topic: string | undefined
  /** ISO 8601, UTC, sandbox clock. */
  receivedAt: string
}

interface Subscription {
  id: string
  isGone: boolean
  /** All base64url. */
  privateKey: string
  publicKey: string
  auth: string
  /** The one application that may push here, when the browser named it. */
  applicationServerKey: string | undefined
}

export interface PushSubscriptionJson {
  endpoint: string
  expirationTime: null
  keys: { p256dh: string; auth: string }
}

export interface Push extends StandIn {
  received(): readonly ReceivedPush[]
  /** A browser subscribes. */
  subscribe(applicationServerKey?: string): PushSubscriptionJson
  /** The browser is gone: its endpoint answers 410 from now on. */
  expire(id: string): boolean
}

/** Push services take no more (RFC 8030 section 7.2). */
const maximumPayload = 4096
const maximumSubscriptions = 200
/** VAPID tokens live a day at most (RFC 8292 section 2). */
const maximumTokenSeconds = 86_400

/** Browsers that wait for pushes. */
class Subscriptions {
  readonly #world: World
  readonly #kept = new Map<string, Subscription>()

  constructor(world: World) {
    this.#world = world
    const kept = world.store.section('push-subscriptions', () => [...this.#kept.values()])
    for (const one of kept ?? []) this.#kept.set(one.id, one)
  }

  add(applicationServerKey: string | undefined): PushSubscriptionJson {
    const keys = createECDH('prime256v1')
    keys.generateKeys()
    const one: Subscription = {
      id: randomBytes(12).toString('base64url'),
      isGone: false,
      privateKey: keys.getPrivateKey('base64url'),
      publicKey: keys.getPublicKey('base64url'),
      auth: randomBytes(16).toString('base64url'),
      applicationServerKey,
    }
    if (this.#kept.size >= maximumSubscriptions) this.#kept.delete(this.#kept.keys().next().value ?? '')
    this.#kept.set(one.id, one)
    this.#world.store.touch('push-subscriptions')
    const endpoint = `${this.#world.origin()}/push/send/${one.id}`
    return { endpoint, expirationTime: null, keys: { p256dh: one.publicKey, auth: one.auth } }
  }

  get(id: string): Subscription | undefined {
    return this.#kept.get(id)
  }

  expire(id: string): boolean {
    const one = this.#kept.get(id)
    if (one) one.isGone = true
    this.#world.store.touch('push-subscriptions')
    return one !== undefined
  }

  clear(): void {
    this.#kept.clear()
    this.#world.store.touch('push-subscriptions')
  }
}

const SubscribeRequest = z.looseObject({ applicationServerKey: z.string().optional() })

/**
 * A push service: RFC 8030 delivery, RFC 8292 (VAPID) checked with the real signature, RFC 8291 payload decrypted as
 * the browser would. `POST /subscribe` makes a subscription, `POST /expire/<id>` ends it.
 */
export function push(world: World): Push {
  const received = new KeptList<ReceivedPush>(world.store, 'sent-push')
  const subscriptions = new Subscriptions(world)
  const app: StandInApp = new Hono()
  app.post('/subscribe', async (context) => {
    const request = SubscribeRequest.parse(await context.req.json().catch(() => ({})))
    return context.json(subscriptions.add(request.applicationServerKey), 201)
  })
  app.post('/expire/:id', (context) => {
    return subscriptions.expire(context.req.param('id')) ? context.body(null, 204) : context.notFound()
  })
  app.post('/send/:id', async (context) => {
    const one = subscriptions.get(context.req.param('id'))
    const arrived = one ? await receive(context, one, world) : refused(context, 404, 'No such subscription')
    if (arrived instanceof Response) return arrived
    received.push(arrived)
    const location = `${world.origin()}/push/message/${randomBytes(8).toString('hex')}`
    return context.body(null, 201, { location })
  })
  return {
    name: 'push',
    app,
    received: () => received.all(),
    subscribe: (applicationServerKey) => subscriptions.add(applicationServerKey),
    expire: (id) => subscriptions.expire(id),
    refusal: (status) => ({ code: status, message: 'The sandbox was told to fail.' }),
    reset: () => {
      received.clear()
      subscriptions.clear()
    },
  }
}

function refused(context: Context, code: 400 | 403 | 404 | 410 | 413, message: string): Response {
  return context.json({ code, message }, code)
}

/** The push as the browser would have it, or the refusal. */
async function receive(context: Context, one: Subscription, world: World): Promise<ReceivedPush | Response> {
  if (one.isGone) return refused(context, 410, 'The subscription is gone')
  const reason = whyUnauthorized(context, one, world)
  if (reason) return refused(context, 403, reason)
  const ttl = context.req.header('ttl')
  if (!ttl || !/^\d+$/.test(ttl)) return refused(context, 400, 'TTL header missing or not a number')
  const body = Buffer.from(await context.req.arrayBuffer())
  if (body.length > maximumPayload) return refused(context, 413, 'Payload too large')
  const text = body.length === 0 ? '' : readPayload(context, one, body)
  if (text === undefined) return refused(context, 400, 'Payload is not aes128gcm for this subscription')
  return {
    subscription: one.id,
    text,
    ttlSeconds: Number(ttl),
    urgency: context.req.header('urgency') ?? 'normal',
    topic: context.req.header('topic'),
    receivedAt: world.clock.now().toString(),
  }
}

function whyUnauthorized(context: Context, one: Subscription, world: World): string | undefined {
  const match = /^vapid\s+t=([^,\s]+),\s*k=([\w-]+)$/i.exec(context.req.header('authorization') ?? '')
  const [, token = '', key = ''] = match ?? []
  if (!match) return 'Authorization: vapid t=..., k=... expected'
  if (one.applicationServerKey && one.applicationServerKey !== key)
    return 'Another application owns this subscription'
  const [header = '', payload = '', signature = ''] = token.split('.')
  try {
    const point = Buffer.from(key, 'base64url')
    const [x, y] = [point.subarray(1, 33), point.subarray(33, 65)].map((part) => part.toString('base64url'))
    const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
    const signed = Buffer.from(`${header}.${payload}`)
    const isGenuine = verify(
      'sha256',
      signed,
      { key: publicKey, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    )
    if (!isGenuine) return 'The VAPID signature does not fit its key'
    const claims = z
      .looseObject({ aud: z.string(), exp: z.number(), sub: z.string().optional() })
      .parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
    // Tokens are dated by the sender's clock, which a test's journey through time does not move.
    const nowSeconds = Temporal.Now.instant().epochMilliseconds / 1000
    const sandboxSeconds = world.clock.now().epochMilliseconds / 1000
    if (claims.aud !== world.origin()) return 'The VAPID token is for another push service'
    if (claims.exp < Math.min(nowSeconds, sandboxSeconds)) return 'The VAPID token has expired'
    if (claims.exp > Math.max(nowSeconds, sandboxSeconds) + maximumTokenSeconds)
      return 'The VAPID token lives too long'
    return undefined
  } catch {
    return 'The VAPID token cannot be read'
  }
}

function readPayload(context: Context, one: Subscription, body: Buffer): string | undefined {
  if (context.req.header('content-encoding') !== 'aes128gcm') return undefined
  try {
    return decrypt(one, body).toString('utf8')
  } catch {
    return undefined
  }
}

/** RFC 8291 over a single RFC 8188 record: header (salt, record size, sender's key), then ciphertext and tag. */
function decrypt(one: Subscription, body: Buffer): Buffer {
  const salt = body.subarray(0, 16)
  const keyLength = body[20] ?? 0
  const senderKey = body.subarray(21, 21 + keyLength)
  const record = body.subarray(21 + keyLength)
  const own = createECDH('prime256v1')
  own.setPrivateKey(one.privateKey, 'base64url')
  const info = Buffer.concat([
    Buffer.from('WebPush: info\0'),
    Buffer.from(one.publicKey, 'base64url'),
    senderKey,
  ])
  const secret = hkdfSync(
    'sha256',
    own.computeSecret(senderKey),
    Buffer.from(one.auth, 'base64url'),
    info,
    32,
  )
  const key = hkdfSync('sha256', Buffer.from(secret), salt, 'Content-Encoding: aes128gcm\0', 16)
  const nonce = hkdfSync('sha256', Buffer.from(secret), salt, 'Content-Encoding: nonce\0', 12)
  const decipher = createDecipheriv('aes-128-gcm', Buffer.from(key), Buffer.from(nonce))
  decipher.setAuthTag(record.subarray(-16))
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
  const end = padded.lastIndexOf(2)
  if (end < 0) throw new Error('No end of record')
  return padded.subarray(0, end)
}
