import { describe, expect, it } from 'vitest'
import type { StreamEvent } from '#kernel'
import { MAX_FRAMES, Mailbox } from './mailbox.ts'

const frame = (id: number, event = 'seats'): StreamEvent => ({ id: String(id), event, data: {} })

describe('frames for a listener', () => {
  it('come in order, the first one before what arrived while it was made', async () => {
    const mailbox = new Mailbox(
      () => frame(0, 'seat-map'),
      () => {},
    )
    mailbox.put(frame(2))
    mailbox.begin(frame(1))
    mailbox.put(frame(3))
    const ids = []
    for (let taken = 0; taken < 3; taken++) ids.push(Reflect.get(Object(await mailbox.next(10)), 'id'))
    expect(ids).toEqual(['1', '2', '3'])
    expect(await mailbox.next(10)).toBe('quiet')
  })

  it('pile up for no one: who is far behind gets the whole map and what came after it', async () => {
    let whole = 0
    const mailbox = new Mailbox(
      () => frame(++whole, 'seat-map'),
      () => {},
    )
    for (let id = 1; id <= 1_000 * (MAX_FRAMES + 1); id++) mailbox.put(frame(id))
    const kept: unknown[] = []
    for (let next = await mailbox.next(1); next !== 'quiet'; next = await mailbox.next(1)) kept.push(next)
    expect(kept.length).toBeLessThanOrEqual(MAX_FRAMES)
    expect(kept[0]).toMatchObject({ event: 'seat-map', id: String(whole) })
    expect(whole).toBeGreaterThan(1_000)
  })

  it('end for whoever waits when it is closed, which is told', async () => {
    const left: Mailbox[] = []
    const mailbox = new Mailbox(
      () => frame(0),
      (closed) => left.push(closed),
    )
    const waiting = mailbox.next(60_000)
    mailbox.close()
    expect(await waiting).toBeUndefined()
    mailbox.put(frame(1))
    expect(await mailbox.next(60_000)).toBeUndefined()
    expect(left).toEqual([mailbox])
  })
})
