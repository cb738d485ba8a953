import { connect } from 'node:net'

export interface LoadRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly token?: string
  /** JSON. */
  readonly body?: string
}

/**
 * As many requests as a server answers in that time over kept-alive connections, one at a time on each. Written on
 * plain sockets: a client that costs more than the server would measure itself.
 *
 * @returns requests answered and their answers' statuses
 */
export async function load(
  port: number,
  request: LoadRequest,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<{ requests: number; statuses: ReadonlySet<string> }> {
  const bytes = Buffer.from(onTheWire(request))
  const statuses = new Set<string>()
  const until = performance.now() + seconds * 1000
  const counts = await Promise.all(
    Array.from({ length: connections }, () => oneConnection(port, bytes, until, statuses)),
  )
  return { requests: counts.reduce((sum, each) => sum + each, 0), statuses }
}

function onTheWire({ method, path, token, body = '' }: LoadRequest): string {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Accept: application/json',
    'User-Agent: klaps-bench',
    ...(token ? [`Authorization: Bearer ${token}`] : []),
    ...(body ? ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`] : []),
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

/** Sends the same request again as soon as the answer is whole; resolves to how many were. */
async function oneConnection(
  port: number,
  request: Buffer,
  until: number,
  statuses: Set<string>,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let received = ''
  let answers = 0
  socket.setEncoding('latin1').setTimeout(10_000, () => socket.destroy(new Error('No answer within 10 s')))
  socket.on('data', (piece) => {
    received += piece
    const headEnd = received.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const length = /content-length: (\d+)/i.exec(received.slice(0, headEnd))?.[1]
    if (length === undefined) return void socket.destroy(new Error('An answer without Content-Length'))
    if (received.length < headEnd + 4 + Number(length)) return
    statuses.add(received.slice(9, 12))
    received = ''
    answers += 1
    if (performance.now() < until) socket.write(request)
    else socket.end()
  })
  socket.on('error', reject)
  socket.on('close', () => resolve(answers))
  socket.write(request)
  return await promise
}
