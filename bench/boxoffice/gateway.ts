import { createHmac, randomUUID } from 'node:crypto'
import { type AddressInfo, createServer } from 'node:net'
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
 * signed webhook. Nothing else, and on plain sockets as the buyers do: the machine that is measured is this one. The
 * sandbox's own gateway, with its faults and its journal, takes the processor for two thirds of a millisecond for each
 * purchase.
 */
const server = createServer({ noDelay: true }, (socket) => {
  let received: Buffer = Buffer.alloc(0)
  socket.on('error', () => socket.destroy())
  socket.on('data', (piece: Buffer) => {
    received = received.length === 0 ? piece : Buffer.concat([received, piece])
    for (let asked = firstOf(received); asked; asked = firstOf(received)) {
      received = received.subarray(asked.bytes)
      socket.write(answer(asked))
    }
  })
})

interface Asked {
  readonly method: string
  readonly path: string
  readonly isOurs: boolean
  readonly body: string
  /** Head and body. */
  readonly bytes: number
}

/** The first request of what has come, once it is whole. */
function firstOf(received: Buffer): Asked | undefined {
  const headEnd = received.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const head = received.toString('latin1', 0, headEnd)
  const bytes = headEnd + 4 + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
  if (received.length < bytes) return undefined
  const [method = '', path = ''] = head.slice(0, head.indexOf('\r\n')).split(' ')
  return {
    method,
    path,
    isOurs: head.includes(`Bearer ${apiKey}`),
    body: received.toString('utf8', headEnd + 4, bytes),
    bytes,
  }
}

function answer({ method, path, isOurs, body }: Asked): string {
  if (!isOurs) return answered('401 Unauthorized', '{"reason":"unauthorized"}')
  if (method === 'POST' && path === '/v1/captures') return answered('200 OK', take(JSON.parse(body) as Order))
  const known = method === 'GET' ? captures.get(path.slice('/v1/captures/'.length)) : undefined
  return known ? answered('200 OK', known) : answered('404 Not Found', '{}')
}

const answered = (status: string, body: string) =>
  `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

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
