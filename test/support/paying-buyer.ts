import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { PublicBooking } from '#services/booking'
import type { Person } from '../harness/person.ts'
import { until } from '../harness/until.ts'
import { openPaymentHouse, type PaymentHouse } from './payment-house.ts'

export let house: PaymentHouse
export let ola: Person

export const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code]
export const judged = ({ bookingId }: PublicBooking) =>
  until('the verdict', () => house.booking.all.get(bookingId)!.payment !== null)
/** The service's own context, for running its sweepers and jobs when a test wants them. */
export const ctx = () => house.house.host.runtimes.get('payment')!.ctx as never

/** A house with a simulated gateway and a buyer; booking hears and answers at the start of each test. */
export function withBuyer(): void {
  beforeAll(async () => {
    house = await openPaymentHouse('simulated')
    ola = await house.person({ roles: ['customer'] })
  }, 60_000)
  afterAll(() => house.stop())
  beforeEach(() => {
    house.booking.deaf = false
    house.booking.mute = false
    house.sandbox.faults.clear()
  })
}
