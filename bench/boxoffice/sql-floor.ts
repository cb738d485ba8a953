import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createPool } from '../../src/adapters/postgres/pool.ts'
import { percentile } from '../statistics.ts'
import { type Halls, showtimeIdOf } from './hall.ts'

/** The server is asked directly, as the service's own role would: no HTTP, no JSON for people, no batches. */
export interface SqlFloor {
  /** What is used, for the report. */
  readonly name: string
  /** Holds a second. The first seconds, in which each session makes its plans, do not count. */
  measure(clients: number, warmSeconds: number, seconds: number): Promise<number>
}

/** pgbench where it is installed; else a loop in this process, which is a lower floor, and says so. */
export async function sqlFloor(databaseUrl: string, halls: Halls): Promise<SqlFloor> {
  const installed = await promisify(execFile)('pgbench', ['--version'], { timeout: 5_000 }).then(
    () => true,
    () => false,
  )
  return installed
    ? { name: 'pgbench', measure: (...how) => pgbench(databaseUrl, halls, ...how) }
    : { name: 'a loop of pg', measure: (...how) => loop(databaseUrl, halls, ...how) }
}

const PAIRS_OF_HALL = 100
const holdSeconds = 300
let runs = 0

/** A request of `hold` as a signed-in buyer's becomes one. `id` is of twelve digits and new each time. */
function requestText(run: number, showtime: string, id: string, row: string, left: string, right: string) {
  const uuid = (kind: number) => `0000${String(run).padStart(4, '0')}-000${kind}-4000-9000-${id}`
  return JSON.stringify([
    {
      n: 1,
      booking_id: uuid(1),
      reference: `${run}R${id}`,
      showtime_id: showtime,
      seats: [
        { seat_id: `${row}${left}`, category: 'normal' },
        { seat_id: `${row}${right}`, category: 'normal' },
      ],
      user_id: '00000000-0000-4000-a000-000000000001',
      buyer: '00000000-0000-4000-a000-000000000001',
      guest_token_hash: null,
      guest: null,
      language: 'pl',
      voucher_hash: null,
      queue_token: null,
      allow_orphan: false,
      caller: 'user:00000000-0000-4000-a000-000000000001',
      route: 'POST /bookings',
      key: `${run}-${id}`,
      input_hash: '00'.repeat(32),
      event_id: uuid(2),
      actor: 'user:00000000-0000-4000-a000-000000000001',
      reason: 'POST /api/v1/bookings',
      correlation_id: uuid(3),
    },
  ])
}

/** Each client has halls of its own and sells them pair by pair. `$` becomes the letter of the row. */
function script(run: number, first: number, clients: number): string {
  const showtime = '00000000-0000-4000-8000-:showtime'
  return `\\set pair :i % ${PAIRS_OF_HALL}
\\set showtime 100000000000 + ${first} + :client_id + (:i / ${PAIRS_OF_HALL}) * ${clients}
\\set row 65 + :pair / 10
\\set left 2 * (:pair % 10) + 1
\\set right :left + 1
\\set id 100000000000 + :i * 1000 + :client_id
\\set i :i + 1
select * from hold(replace('${requestText(run, showtime, ':id', '$', ':left', ':right')}', '$', chr(:row))::jsonb, ${holdSeconds});
`
}

async function pgbench(
  databaseUrl: string,
  halls: Halls,
  clients: number,
  warmSeconds: number,
  seconds: number,
): Promise<number> {
  const run = ++runs
  const file = join(tmpdir(), `klaps-bench-${process.pid}-${run}.sql`)
  const { first } = halls.spread(hallsFor(clients, warmSeconds + seconds))
  await writeFile(file, script(run, first, clients))
  try {
    const threads = String(Math.min(2, clients))
    const time = String(warmSeconds + seconds)
    const { stderr } = await promisify(execFile)(
      'pgbench',
      [
        '-n',
        '-c',
        String(clients),
        '-j',
        threads,
        '-T',
        time,
        '-P',
        '1',
        '-D',
        'i=0',
        '-f',
        file,
        databaseUrl,
      ],
      {
        env: { ...process.env, PGOPTIONS: '-c role=klaps_booking -c search_path=booking -c timezone=UTC' },
        timeout: 60_000,
      },
    )
    const perSecond = Array.from(stderr.matchAll(/^progress: .*?, ([\d.]+) tps/gm), ([, tps]) => Number(tps))
    if (/ERROR|aborted/.test(stderr) || perSecond.length <= warmSeconds) throw new Error(`pgbench: ${stderr}`)
    return percentile(perSecond.slice(warmSeconds), 0.5)
  } finally {
    await rm(file, { force: true })
  }
}

async function loop(
  databaseUrl: string,
  halls: Halls,
  clients: number,
  warmSeconds: number,
  seconds: number,
): Promise<number> {
  const run = ++runs
  const { first } = halls.spread(hallsFor(clients, warmSeconds + seconds))
  const pool = createPool({
    url: databaseUrl,
    max: clients,
    applicationName: 'klaps bench',
    role: 'klaps_booking',
    searchPath: ['booking'],
    types: 'plain',
  })
  const countsFrom = performance.now() + warmSeconds * 1000
  let held = 0
  const client = async (number: number) => {
    for (let i = 0; performance.now() < countsFrom + seconds * 1000; i++) {
      const pair = i % PAIRS_OF_HALL
      const left = 2 * (pair % 10) + 1
      const showtime = showtimeIdOf(first + number + Math.floor(i / PAIRS_OF_HALL) * clients)
      const id = String(100_000_000_000 + i * 1000 + number)
      const row = String.fromCharCode(65 + Math.floor(pair / 10))
      const text = requestText(run, showtime, id, row, String(left), String(left + 1))
      await pool.query({
        name: 'hold',
        text: 'select * from hold($1::jsonb, $2)',
        values: [text, holdSeconds],
      })
      if (performance.now() >= countsFrom) held++
    }
  }
  try {
    await Promise.all(Array.from({ length: clients }, (_, number) => client(number)))
  } finally {
    await pool.end()
  }
  return held / seconds
}

/** More than can be sold in that time. */
const hallsFor = (clients: number, seconds: number) =>
  clients * Math.ceil((Math.min(6_000, clients * 1_500) * seconds) / clients / PAIRS_OF_HALL + 1)
