import { createHmac, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Connection, onTheWire } from './connection.ts'

/** Asked for with the address that reports go to; before that they go nowhere. */
export interface ReportsTo {
  readonly webhookUrl: string
}

interface Order {
  readonly key: string
  readonly token: string
}

const apiKey = randomUUID()
const secret = randomUUID()
/** What was answered, by the shop's key: money is taken once, however often it is ordered. */
const captures = new Map<string, string>()
const idle: Connection[] = []
let reportsTo: URL | undefined

/**
 * The payment gateway, in a process of its own as a real one is. It speaks the simulated gateway's protocol
 * (`sandbox/world/payment-simulated.ts`), as far as it takes money and says how that went, and reports each capture by a
 * signed webhook. Nothing else: the sandbox's own gateway, with its faults and its journal, takes the processor for two
 * thirds of a millisecond for each purchase, and the machine that is measured is this one.
 */
const server = createServer((request, response) => {
  const pieces: Buffer[] = []
  request.on('data', (piece: Buffer) => pieces.push(piece))
  request.on('end', () => answer(request, response, Buffer.concat(pieces).toString()))
})

function answer({ method, url = '', headers }: IncomingMessage, response: ServerResponse, body: string) {
  if (headers.authorization !== `Bearer ${apiKey}`) return end(response, 401, '{"reason":"unauthorized"}')
  if (method === 'POST' && url === '/v1/captures') return end(response, 200, take(JSON.parse(body) as Order))
  const known = method === 'GET' ? captures.get(url.slice('/v1/captures/'.length)) : undefined
  end(response, known ? 200 : 404, known ?? '{}')
}

function end(response: ServerResponse, status: number, body: string): void {
  const length = Buffer.byteLength(body)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': length }).end(body)
}

function take({ key, token }: Order): string {
  const known = captures.get(key)
  if (known) return known
  const reference = `pi_${randomUUID()}`
  const method = { token, brand: 'visa', last4: '4242', expires: '2034-12' }
  const taken = JSON.stringify({ reference, state: 'captured', reason: null, actionUrl: null, method })
  captures.set(key, taken)
  if (reportsTo) void report(reportsTo, key, reference)
  return taken
}

/** What nobody takes is lost: the shop must not rely on it. */
async function report({ port, pathname: path }: URL, key: string, reference: string): Promise<void> {
  const body = JSON.stringify({ id: `evt_${randomUUID()}`, kind: 'capture', reference, key })
  const seconds = Math.floor(Temporal.Now.instant().epochMilliseconds / 1000)
  const signed = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  const connection = idle.pop() ?? new Connection(Number(port))
  try {
    const header = `Klaps-Signature: t=${seconds},v1=${signed}`
    await connection.ask(onTheWire({ method: 'POST', path, header, body }))
    idle.push(connection)
  } catch {
    connection.close()
  }
}

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  const settings = {
    SIMULATED_GATEWAY_URL: `http://127.0.0.1:${port}/`,
    SIMULATED_GATEWAY_KEY: apiKey,
    SIMULATED_GATEWAY_WEBHOOK_SECRET: secret,
  }
  process.send!({ settings })
})
process.on('message', ({ webhookUrl }: ReportsTo) => {
  reportsTo = new URL(webhookUrl)
})
process.once('disconnect', () => process.exit())
