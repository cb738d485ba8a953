import { connect, type Socket } from 'node:net'

export interface RawAnswer {
  readonly status: number
  /** Empty unless it was asked for. */
  readonly body: string
  readonly hasRetryAfter: boolean
}

/** Longer than any answer may take, milliseconds. */
const PATIENCE_MS = 20_000

/**
 * One kept-alive connection, one request at a time. Written on a plain socket: a client that costs more than the server
 * would measure itself.
 */
export class Connection {
  readonly #socket: Socket
  #received: Buffer[] = []
  #waiting: { resolve(answer: RawAnswer): void; reject(error: Error): void; wantsBody: boolean } | undefined

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.setTimeout(PATIENCE_MS, () =>
      this.#socket.destroy(new Error(`No answer in ${PATIENCE_MS} ms`)),
    )
    this.#socket.on('data', (piece: Buffer) => this.#take(piece))
    this.#socket.on('error', (error) => this.#fail(error))
    this.#socket.on('close', () => this.#fail(new Error('The server has closed the connection')))
  }

  /** @param request Head and body as they go over the wire. */
  ask(request: string, wantsBody = false): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject, wantsBody }
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#waiting = undefined
    this.#socket.destroy()
  }

  #take(piece: Buffer): void {
    this.#received.push(piece)
    const all = this.#received.length === 1 ? piece : Buffer.concat(this.#received)
    this.#received = [all]
    const headEnd = all.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    const head = all.toString('latin1', 0, headEnd)
    const status = Number(head.slice(9, 12))
    const length = status === 204 ? 0 : Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? Number.NaN)
    if (Number.isNaN(length)) return void this.#fail(new Error(`An answer without Content-Length: ${head}`))
    if (all.length < headEnd + 4 + length) return
    this.#received = []
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.resolve({
      status,
      body: waiting.wantsBody ? all.toString('utf8', headEnd + 4) : '',
      hasRetryAfter: /\r\nretry-after:/i.test(head),
    })
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error)
    this.#waiting = undefined
  }
}

export interface RequestParts {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly token?: string
  readonly key?: string
  /** One more, as `Name: value`. */
  readonly header?: string
  /** JSON. */
  readonly body?: string
}

export function onTheWire({ method, path, token, key, header, body = '' }: RequestParts): string {
  const authorization = token ? `Authorization: Bearer ${token}\r\n` : ''
  const idempotency = key ? `Idempotency-Key: ${key}\r\n` : ''
  const further = header ? `${header}\r\n` : ''
  const content = body
    ? `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`
    : ''
  return `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n${authorization}${idempotency}${further}${content}\r\n${body}`
}
