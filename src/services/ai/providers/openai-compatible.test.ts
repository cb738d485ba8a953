import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { OutboundError } from '#kernel'
import { until } from '../../../../test/harness/until.ts'
import { outbound } from '../../../kernel/outbound.fixture.ts'
import { openAiCompatible } from './openai-compatible.ts'
import type { Asked } from './types.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** An upstream, and the way to it. */
async function open(answer: Parameters<typeof createServer>[1], firstByteMs = 5_000) {
  const server: Server = createServer(answer as never)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const api = openAiCompatible(outbound().http, { firstByteMs, idleMs: 5_000 })
  closing.push(async () => {
    await api.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  return async (more: Partial<Asked> = {}) =>
    await api.ask(
      {
        upstream: { name: 'compatible', url, key: 'sk' },
        endpoint: 'chat/completions',
        body: Buffer.from('{}'),
        contentType: 'application/json',
        headers: ['x-title', 'test'],
        patience: patience(),
        ...more,
      },
      () => undefined,
    )
}

const patience = (signal = new AbortController().signal, ms = 60_000) => ({
  signal,
  untilMs: performance.now() + ms,
})

const textOf = (answer: Awaited<ReturnType<Awaited<ReturnType<typeof open>>>>) =>
  new Promise<string>((resolve, reject) => {
    let text = ''
    answer.flowTo({
      piece: (bytes) => {
        text += bytes.toString()
      },
      end: () => resolve(text),
      broke: reject,
    })
  })

describe('a connection that was kept for the next request', () => {
  it('and is cut by the server is no failure: the request goes again, once, on a fresh one', async () => {
    const requests: number[] = []
    const ask = await open((request, response) => {
      const { socket } = request
      const before = Number(Reflect.get(socket, 'answered') ?? 0)
      Reflect.set(socket, 'answered', before + 1)
      requests.push(before)
      if (before > 0) return void socket.destroy()
      request.resume().once('end', () => response.end('yes'))
    })
    expect(await textOf(await ask())).toBe('yes')
    // The connection is free for the next request in the next turn of the event loop.
    await sleep(20)
    expect(await textOf(await ask())).toBe('yes')
    expect(requests).toEqual([0, 1, 0])
  })
})

describe('a fresh connection', () => {
  it('that is cut is not used for the same again: the upstream may have heard', async () => {
    let requests = 0
    const ask = await open((request) => {
      requests++
      request.socket.destroy()
    })
    await expect(ask()).rejects.toThrow()
    expect(requests).toBe(1)
  })
})

describe('an answer', () => {
  it('brings its head, keeps what came before it is taken, and is stopped by whoever leaves', async () => {
    let gone = false
    const ask = await open((_request, response) => {
      response.on('close', () => {
        gone = !response.writableFinished
      })
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'X-Two': 'b' }).write('data: 1\n\n')
    })
    const leaving = new AbortController()
    const answer = await ask({ patience: patience(leaving.signal) })
    expect([answer.status, answer.header('content-type'), answer.header('x-one')]).toEqual([
      200,
      'text/event-stream',
      undefined,
    ])
    const text = textOf(answer)
    leaving.abort(new Error('the client has gone'))
    await expect(text).rejects.toThrow('the client has gone')
    await until('the upstream to hear of it', () => gone)
  })
  it('of 500 is a refusal with its words', async () => {
    const ask = await open((_request, response) => void response.writeHead(500).end('{"error":1}'))
    await expect(ask()).rejects.toBeInstanceOf(OutboundError)
  })
})

describe('an upstream that is late', () => {
  it('with its first byte has failed', async () => {
    const ask = await open(() => undefined, 50)
    await expect(ask()).rejects.toMatchObject({ kind: 'timeout', provider: 'ai-compatible' })
  })

  it('with the rest of a refusal has failed as well', async () => {
    const ask = await open((_request, response) => void response.writeHead(503).write('{'), 50)
    await expect(ask()).rejects.toThrow('took too long')
  })

  it('is told to stop when the time for the whole call is over, which is no failure of its own', async () => {
    let stopped = 0
    const ask = await open((_request, response) => {
      response.on('close', () => stopped++)
    })
    await expect(ask({ patience: patience(undefined, 50) })).rejects.toMatchObject({ status: 504 })
    await until('the upstream to hear of it', () => stopped === 1)
  })

  it('may take as long as the whole call once it has begun, and no longer', async () => {
    let stopped = false
    const ask = await open((_request, response) => {
      response.on('close', () => {
        stopped = true
      })
      response.writeHead(200).write('first')
    }, 5_000)
    await expect(textOf(await ask({ patience: patience(undefined, 300) }))).rejects.toMatchObject({
      status: 504,
    })
    await until('the upstream to hear of it', () => stopped)
  })

  it('is not asked for a caller who has gone', async () => {
    let requests = 0
    const ask = await open((_request, response) => {
      requests++
      response.end('late')
    })
    const gone = AbortSignal.abort(new Error('gone'))
    await expect(ask({ patience: patience(gone) })).rejects.toThrow('gone')
    expect(requests).toBe(0)
  })
})
