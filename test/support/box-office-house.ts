import { setTimeout as sleep } from 'node:timers/promises'
import { type Sandbox, startSandbox } from '../../sandbox/index.ts'
import type { Movement } from '../../sandbox/world/payment-model.ts'
import { catalogue } from '../../src/catalogue.ts'
import type { Service } from '../../src/kernel/service.ts'
import { codeHash } from '../../src/services/booking/voucher-codes.ts'
import type { BoxOfficeEvidence, Told } from '../faults/box-office-evidence.ts'
import { judgeBoxOffice } from '../faults/box-office-witness.ts'
import { openTestHouse, type TestHouse } from '../harness/house.ts'
import type { Answer, Person } from '../harness/person.ts'
import { Buyer, openSale, type Show } from './box-office.ts'

/** The three services that sell; for what does not need the whole house. */
export const sellers: readonly Service[] = catalogue.filter((service) =>
  ['movie', 'booking', 'payment'].includes(service.contract.name),
)

/** A house that sells, in this process, with the simulated gateway around it. */
export interface BoxOffice extends TestHouse {
  readonly sandbox: Sandbox
  /** The cinema's own people: catalogue, door, refunds. */
  readonly office: Person
  readonly told: Told[]
  readonly evidence: BoxOfficeEvidence
  buyer(): Promise<Buyer>
  guest(): Buyer
  sale(options?: Parameters<typeof openSale>[1]): Promise<Show>
  /** The showtime has a waiting room from now on, as if its sale had overflowed. */
  openRoom(showtimeId: string): Promise<void>
  /** How much is left on a voucher, by the committed rows; null for what is not counted. */
  voucher(code: string): Promise<{ usesLeft: number | null; amountLeft: number | null } | undefined>
  /** Scans a ticket at the door. */
  scan(token: string, device?: string): Promise<Answer>
  /** So many minutes go by, for everybody. */
  minutesPass(minutes: number): Promise<void>
  /** Waits until everything has come to rest, then judges. @returns violations. */
  verdict(patienceMs?: number): Promise<readonly string[]>
}

/** @param options `services`: the whole catalogue unless said otherwise; `env`: settings besides the sandbox's. */
export async function openBoxOffice({
  services = catalogue,
  env = {},
}: {
  services?: readonly Service[]
  env?: Record<string, string>
} = {}): Promise<BoxOffice> {
  const sandbox = await startSandbox()
  const house = await openTestHouse({
    services,
    env: { ...sandbox.env, PAYMENT_TIMEOUT_SECONDS: '1', BOOKING_BACKLOG: '4096', ...env },
    alone: false,
  })
  const { engine, webhooks } = sandbox.standIns.simulatedPayments
  webhooks.sendTo(`${house.url}/api/v1/payments/webhooks/simulated`)
  const told: Told[] = []
  const office = await house.person({ roles: ['admin'] })
  const evidence = evidenceOf(house, told, () => engine.books(), services)
  let minutesPassed = 0
  return {
    ...house,
    sandbox,
    office,
    told,
    evidence,
    buyer: async () => new Buyer(await house.person({ roles: ['customer'] }), told),
    guest: () => new Buyer(house.stranger, told),
    sale: (options) => openSale(office, options),
    openRoom: async (showtimeId) => {
      await house.rows(
        `insert into booking.waiting_rooms (showtime_id, opened_at, last_tick)
         values ($1, booking.now() + interval '1 day', booking.now()) on conflict do nothing`,
        [showtimeId],
      )
    },
    voucher: async (code) =>
      (
        await house.rows<{ usesLeft: number | null; amountLeft: number | null }>(
          `select uses_left as "usesLeft", amount_left as "amountLeft" from booking.vouchers where code_hash = $1`,
          [codeHash(code)],
        )
      )[0],
    scan: (token, device = 'door 1') =>
      office.post('/tickets/admissions', {
        device,
        scans: [{ token, scannedAt: house.house.clock.now().toString() }],
      }),
    minutesPass: async (minutes) => {
      minutesPassed += minutes
      await house.travelTo(Temporal.Now.instant().add({ minutes: minutesPassed }))
    },
    verdict: (patienceMs) => atRest(evidence, patienceMs),
    stop: async () => {
      await house.stop()
      await sandbox.stop()
    },
  }
}

export function evidenceOf(
  house: Pick<TestHouse, 'rows'>,
  told: readonly Told[],
  books: () => readonly Movement[],
  services: readonly Service[],
): BoxOfficeEvidence {
  return { rows: (_service, sql, values) => house.rows(sql, values), books, told, services }
}

/** What would be doubled comes late: it is looked at once more after this. */
const quietMs = 300

/**
 * Nothing left to complain of, now and a moment later; else what the witness says when its patience ends.
 *
 * @param patienceMs Long enough for sweepers, retries of calls whose outcome was unknown, and a busy machine.
 */
export async function atRest(evidence: BoxOfficeEvidence, patienceMs = 60_000): Promise<readonly string[]> {
  const complaints = await untilNothing(evidence, patienceMs)
  if (complaints.length > 0) return complaints
  await sleep(quietMs)
  return await untilNothing(evidence, patienceMs)
}

async function untilNothing(evidence: BoxOfficeEvidence, patienceMs: number): Promise<readonly string[]> {
  const end = performance.now() + patienceMs
  for (;;) {
    const complaints = await judgeBoxOffice(evidence)
    if (complaints.length === 0 || performance.now() > end) return complaints
    await sleep(200)
  }
}
