import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { type Envelope, type EventDefinition, sourceOf } from '#kernel'
import type { TestHouse } from '../harness/house.ts'

/** An event as its owner publishes it, with what matters to a test replaced. */
export function envelopeOf<D extends z.ZodType>(
  definition: EventDefinition<D>,
  data: z.output<D>,
  given: Partial<Envelope> = {},
): Envelope {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: sourceOf(definition.source),
    type: definition.type,
    time: Temporal.Now.instant().toString(),
    datacontenttype: 'application/json',
    data: definition.data.encode(data as never),
    correlationid: randomUUID(),
    actor: 'service:test',
    reason: 'a test',
    ...given,
  }
}

/** The same event once more, past the queue, which would drop a second job for it: only the inbox can tell. */
export const again = (event: Envelope): Envelope => ({ ...event, replayid: randomUUID() })

/** Puts events into a service's outbox, as a transaction of it does. The relay finds them when it looks next. */
export async function putInOutbox(
  house: TestHouse,
  schema: string,
  events: readonly Envelope[],
): Promise<void> {
  for (const event of events)
    await house.rows(`insert into "${schema}".outbox (id, type, event) values ($1, $2, $3)`, [
      event.id,
      event.type,
      JSON.stringify(event),
    ])
}

/** The same through the outbox of `notebook`, whose relay a note then wakes at once (`note.written` comes after them). */
export async function deliver(house: TestHouse, events: readonly Envelope[]): Promise<void> {
  await putInOutbox(house, 'notebook', events)
  const { status } = await (await house.person()).post('/notes', { text: 'wake up' })
  if (status !== 201) throw new Error(`The note was refused with ${status}`)
}
