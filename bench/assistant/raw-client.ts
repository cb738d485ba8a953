import { connect, type Socket } from 'node:net'

/** A request as it stands on the wire. Written on plain sockets: a client that costs more than the server measures itself. */
export interface Wire {
  readonly port: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Milliseconds from the last byte of a request. */
export interface Timing {
  /** To the first byte of the body. */
  readonly firstMs: number
  readonly wholeMs: number
  readonly status: string
}

/** One kept-alive connection that asks the same again and again. */
export class Connection {
  readonly #socket: Socket
  readonly #request: Buffer
  #onData: (piece: string) => void = () => {}
  #onError: (error: Error) => void = () => {}

  constructor({ port, path, headers, body }: Wire) {
    const lines = [
      `POST ${path} HTTP/1.1`,
      'Host: 127.0.0.1',
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ]
    this.#request = Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.#socket
      .setEncoding('latin1')
      .setTimeout(20_000, () => this.#socket.destroy(new Error('No answer in 20 s')))
    this.#socket.on('data', (piece) => this.#onData(String(piece)))
    this.#socket.on('error', (error) => this.#onError(error))
    this.#socket.on('close', () => this.#onError(new Error('The server has closed the connection')))
  }

  async ask(): Promise<Timing> {
    return await new Promise((resolve, reject) => {
      this.#onError = reject
      const began = performance.now()
      let [received, headEnd, firstMs] = ['', -1, 0]
      this.#onData = (piece) => {
        received += piece
        if (headEnd < 0) headEnd = received.indexOf('\r\n\r\n')
        if (headEnd < 0 || received.length === headEnd + 4) return
        if (firstMs === 0) firstMs = performance.now() - began
        if (!isWhole(received, headEnd)) return
        resolve({ firstMs, wholeMs: performance.now() - began, status: received.slice(9, 12) })
      }
      this.#socket.write(this.#request)
    })
  }

  close(): void {
    this.#onError = () => {}
    this.#socket.destroy()
  }
}

function isWhole(received: string, headEnd: number): boolean {
  const head = received.slice(0, headEnd)
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (length !== undefined) return received.length >= headEnd + 4 + Number(length)
  return received.endsWith('0\r\n\r\n')
}

/** Requests a second over so many connections, for so long. @throws when any of them is not answered 200 */
export async function throughput(wire: Wire, connections: number, seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1000
  const began = performance.now()
  const counts = await Promise.all(
    Array.from({ length: connections }, async () => {
      const connection = new Connection(wire)
      let answers = 0
      for (; performance.now() < until; answers++) {
        const { status } = await connection.ask()
        if (status !== '200') throw new Error(`${wire.path} on ${wire.port} answered ${status}`)
      }
      connection.close()
      return answers
    }),
  )
  return counts.reduce((sum, each) => sum + each, 0) / ((performance.now() - began) / 1000)
}
