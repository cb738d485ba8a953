import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { until } from '../../test/harness/until.ts'
import { Foreground } from './foreground.ts'
import { notebookService } from './testing/notebook.ts'

/** Runs `count` requests until the function that is returned is called. */
function rush(foreground: Foreground, count: number): () => Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const requests = Promise.all(Array.from({ length: count }, () => foreground.request(() => promise)))
  return () => {
    resolve()
    return requests
  }
}

async function msOf(work: Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work
  return performance.now() - began
}

describe('work that gives way', () => {
  it('does not wait for a few requests', async () => {
    const foreground = new Foreground()
    const over = rush(foreground, 3)
    expect(await msOf(foreground.calm())).toBeLessThan(20)
    await over()
  })

  it('waits for many, not for ever, and not once they are answered, failed ones too', async () => {
    const foreground = new Foreground()
    const over = rush(foreground, 4)
    expect(await msOf(foreground.calm())).toBeGreaterThanOrEqual(990)
    const waiting = msOf(foreground.calm())
    await over()
    expect(await waiting).toBeLessThan(900)
    const failing = Array.from({ length: 4 }, () =>
      foreground.request(() => Promise.reject(new Error('refused'))),
    )
    await Promise.allSettled(failing)
    expect(await msOf(foreground.calm())).toBeLessThan(900)
  })
})

describe('a house', () => {
  let house: TestHouse
  beforeAll(async () => {
    house = await openTestHouse({ services: [notebookService] })
  })
  afterAll(() => house.stop())

  const workedAfterMs = async (text: string) => {
    const me = await house.person()
    await me.post('/notes', { text })
    const began = performance.now()
    await until(
      'the job',
      async () => (await house.rows(`select 1 from notebook.worked where text = $1`, [text])).length === 1,
      10_000,
    )
    return performance.now() - began
  }

  /** Requests in hand for as long as their bodies do not end. */
  async function hold(count: number): Promise<() => Promise<unknown>> {
    const me = await house.person()
    const bodies: ReadableStreamDefaultController<Uint8Array>[] = []
    const requests = Array.from({ length: count }, () =>
      fetch(`${house.url}/api/v1/notes/scans`, {
        method: 'POST',
        headers: { authorization: `Bearer ${me.token}` },
        body: new ReadableStream({
          start(body) {
            body.enqueue(new Uint8Array([1]))
            bodies.push(body)
          },
        }),
        duplex: 'half',
      } as RequestInit),
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
    return async () => {
      for (const body of bodies) body.close()
      expect((await Promise.all(requests)).map(({ status }) => status)).toEqual(requests.map(() => 200))
    }
  }

  it('puts such jobs off while it has many requests in hand, and does them all the same', async () => {
    const over = await hold(4)
    expect(await workedAfterMs('in a rush')).toBeGreaterThan(700)
    await over()
  })
})
