import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import { LRUCache } from 'lru-cache'
import { createPool } from '../../src/adapters/postgres/pool.ts'
import { userTokenAudience, userTokenIssuer } from '../../src/kernel/tokens.ts'

/** The floor beside the box office: what somebody would write who needs this one route and nothing else. */
export interface BareOrder {
  readonly databaseUrl: string
  readonly jwks: JSONWebKeySet
}

interface Body {
  readonly showtimeId: string
  readonly seats: readonly { readonly seatId: string }[]
}

/** As many as `pg` opens when nobody says otherwise. */
const POOL = 10
const verified = new LRUCache<string, string>({ max: 1_000 })

process.once('message', ({ databaseUrl, jwks }: BareOrder) => {
  const pool = createPool({
    url: databaseUrl,
    max: POOL,
    applicationName: 'klaps bench bare',
    role: 'klaps_booking',
    searchPath: ['booking'],
    types: 'plain',
  })
  const keys = createLocalJWKSet(jwks)

  const userOf = async (request: IncomingMessage): Promise<string> => {
    const token = request.headers.authorization?.slice(7) ?? ''
    const known = verified.get(token)
    if (known) return known
    const { payload } = await jwtVerify(token, keys, {
      issuer: userTokenIssuer,
      audience: userTokenAudience,
      algorithms: ['EdDSA'],
    })
    verified.set(token, payload.sub!, { ttl: payload.exp! * 1000 - Temporal.Now.instant().epochMilliseconds })
    return payload.sub!
  }

  const hold = async (request: IncomingMessage, text: string): Promise<string> => {
    const userId = await userOf(request)
    const body = JSON.parse(text) as Body
    const row = {
      n: 1,
      booking_id: randomUUID(),
      reference: randomBytes(8).toString('hex'),
      showtime_id: body.showtimeId,
      seats: body.seats.map(({ seatId }) => ({ seat_id: seatId, category: 'normal' })),
      user_id: userId,
      buyer: userId,
      language: 'pl',
      allow_orphan: false,
      caller: `user:${userId}`,
      route: 'POST /bookings',
      key: request.headers['idempotency-key'],
      input_hash: createHash('sha256').update(text).digest('hex'),
      event_id: randomUUID(),
      actor: `user:${userId}`,
      reason: 'POST /api/v1/bookings',
      correlation_id: randomUUID(),
    }
    const { rows } = await pool.query<{ outcome: string; answer: unknown }>({
      name: 'hold',
      text: 'select outcome, answer from hold($1::jsonb, 300)',
      values: [JSON.stringify([row])],
    })
    if (rows[0]?.outcome !== 'held') throw new Error(`not held: ${rows[0]?.outcome}`)
    return JSON.stringify(rows[0].answer)
  }

  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    const end = (status: number, text: string) =>
      response
        .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
        .end(text)
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      hold(request, Buffer.concat(pieces).toString()).then(
        (text) => end(201, text),
        (error: unknown) => end(500, JSON.stringify({ error: String(error) })),
      )
    })
  })
  server.listen(0, '127.0.0.1', () => process.send!({ port: (server.address() as AddressInfo).port }))
  process.once('disconnect', () => process.exit())
})
