import type { TestHouse } from '../../../test/harness/house.ts'
import type { Envelope } from '../envelope.ts'
import type { RunningJob } from '../queue.ts'
import type { Runtime } from '../runtime.ts'
import { noteWritten } from './notebook.ts'

/** `note.written` as the notebook would publish it, an event of its own each time. */
export function noteEvent(text: string): Envelope {
  return {
    specversion: '1.0',
    id: crypto.randomUUID(),
    source: '/klaps/notebook',
    type: noteWritten.type,
    time: Temporal.Now.instant().toString(),
    datacontenttype: 'application/json',
    data: { noteId: crypto.randomUUID(), text, version: 1 },
    correlationid: crypto.randomUUID(),
    actor: 'anonymous',
    reason: 'a test',
  }
}

/** What a process leaves behind that dies right after its commit: committed events that nobody has relayed. */
export async function leaveInOutbox(house: TestHouse, ...events: Envelope[]): Promise<void> {
  await house.rows(
    `insert into notebook.outbox (id, type, event)
     select (event->>'id')::uuid, event->>'type', event from jsonb_array_elements($1::jsonb) as event`,
    [JSON.stringify(events)],
  )
}

/** The event as the queue hands it to a listener. */
export const delivery = (data: unknown, attempt = 0): RunningJob => ({
  id: crypto.randomUUID(),
  data,
  attempt,
  signal: AbortSignal.timeout(30_000),
})

export function runtimeOf(house: TestHouse, service: string): Runtime {
  const runtime = house.house.host.runtimes.get(service)
  if (!runtime) throw new Error(`${service} does not run here`)
  return runtime
}
