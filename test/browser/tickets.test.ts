import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { visit } from '../harness/chromium.ts'
import { type KlapsProcess, startKlapsProcess } from '../harness/process.ts'
import { until } from '../harness/until.ts'

let dir: string
let klaps: KlapsProcess
let bought: { id: string; token: string }

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'klaps-tickets-'))
  await chmod(dir, 0o755)
  klaps = await startKlapsProcess(['--port', '0', '--data', dir], { KLAPS_SANDBOX: 'on' })
  bought = await buy()
}, 120_000)

afterAll(async () => {
  await klaps?.kill('SIGTERM')
  await rm(dir, { recursive: true, force: true })
})

async function ask(path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${klaps.url}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  })
  return await response.json()
}

/** A ticket of the sandbox's cinema, bought as a guest. */
async function buy() {
  const showtime = await until('a showtime', async () => (await ask('/showtimes?limit=1')).items?.[0], 60_000)
  const best = `/bookings/seat-maps/${showtime.id}/best?seats=1`
  const [seatId] = await until('a free seat', async () => (await ask(best)).seatIds, 10_000)
  const guest = { email: 'guest@example.org' }
  const held = await ask('/bookings', { showtimeId: showtime.id, seats: [{ seatId }], guest })
  const token = { 'booking-token': held.bookingToken }
  await ask('/payments', { bookingId: held.id, method: { token: 'pm_card_visa' } }, token)
  await until('the ticket', async () => {
    const { state } = await ask(`/bookings/${held.id}`, undefined, token)
    return state === 'confirmed'
  })
  return { id: held.id as string, token: held.bookingToken as string }
}

describe('the page that mails about bookings lead to', () => {
  test('hands a guest the tickets, or the calendar entry, by the link alone', async () => {
    const link = `#${bought.id}.${bought.token}`
    const paper = await visit(`${klaps.url}/tickets${link}`)
    expect(paper.console).toEqual([])
    expect(paper.dom).toMatch(/<a id="file" href="blob:[^"]+" download="tickets.pdf">/)
    expect((await visit(`${klaps.url}/tickets?as=ics${link}`)).dom).toContain('download="tickets.ics"')
  })

  test('tells a wrong key from no key: the one is refused, the other may sign in', async () => {
    const wrong = await visit(`${klaps.url}/tickets#${bought.id}.wrong`)
    expect(wrong.dom).toContain('There is no such booking of yours.')
    expect((await visit(`${klaps.url}/tickets#${bought.id}`)).dom).toContain('<form id="sign-in">')
  })
})
