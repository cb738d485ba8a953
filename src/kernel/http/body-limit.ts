import type { IncomingMessage } from 'node:http'
import { Problem } from '../problem.ts'

/**
 * The request with a body of at most `limitBytes`, which each route states. Over it: 413, before anything is read when
 * the length is announced (the server drops what nobody has touched). One in pieces, whose length nobody has announced, is collected here
 * and refused at the piece that is too much; what comes after the refusal is read and dropped, since the next request on
 * the same connection stands behind it (the server ends the connection if that takes long).
 *
 * @throws Problem 413
 */
export async function withinBodyLimit(request: Request, limitBytes: number): Promise<Request> {
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw tooLarge(limitBytes)
  if (!request.headers.has('transfer-encoding') || !request.body) return request
  const body = await collect(request.body.getReader(), limitBytes)
  return new Request(request, { method: request.method, body })
}

async function collect(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  limitBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(pieces)
    bytes += value.length
    if (bytes > limitBytes) {
      void drop(reader)
      throw tooLarge(limitBytes)
    }
    pieces.push(value)
  }
}

async function drop(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // The client has gone, and nobody waits for the rest.
  }
}

/**
 * The body of Node's own request. After a refusal the rest is not read: the answer ends the connection.
 *
 * @throws Problem 413; what broke the connection
 */
export function readBody(incoming: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(incoming.headers['content-length'] ?? 0) > limitBytes) return reject(tooLarge(limitBytes))
    const pieces: Buffer[] = []
    let bytes = 0
    const take = (piece: Buffer) => {
      bytes += piece.length
      pieces.push(piece)
      if (bytes <= limitBytes) return
      incoming.off('data', take).pause()
      reject(tooLarge(limitBytes))
    }
    incoming.on('data', take)
    incoming.once('end', () => resolve(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)))
    incoming.once('error', reject)
  })
}

export const tooLarge = (bytes: number) =>
  new Problem(
    413,
    'too-large',
    `At most ${bytes < 1024 * 1024 ? `${Math.floor(bytes / 1024)} KB` : `${Math.floor(bytes / 1024 / 1024)} MB`}`,
  )
