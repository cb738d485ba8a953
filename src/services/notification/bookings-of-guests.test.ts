import { describe, expect, it } from 'vitest'
import { bookingConfirmed } from '#services/booking'
import { paymentCompleted } from '#services/payment'
import { until } from '../../../test/harness/until.ts'
import {
  bought,
  ended,
  guestAddress,
  house,
  mailsTo,
  mailTo,
  outcomes,
  sandbox,
  withBookings,
} from '../../../test/support/told-bookings.ts'
import { runCompose } from './composers.ts'
import { contextOf } from './notification.fixture.ts'
import { dropOld } from './upkeep.ts'

withBookings()

describe('a guest', () => {
  it('gets one mail in the language of the booking: what, where, when there, the way to tickets and calendar', async () => {
    const email = guestAddress()
    const { bookingId, state } = bought({ email })
    await house.publish(bookingConfirmed, state(2))
    const mail = await mailTo(email)
    expect(mail.subject).toBe('[Sandbox] Booking confirmed: Żółta łódź')
    expect(mail.text).toContain('Monday, 14 July 2031, 20:30, seats F7, F8.')
    expect(mail.text).toContain('Kino Przystań, Sala 1, ul. Przykładowa 1, Łódź')
    expect(mail.text).toContain('Booking K7PM4XQ2, PLN 44.00'.replace('PLN ', 'PLN\u00a0'))
    expect(mail.text).toContain(`${contextOf(house).publicUrl}/tickets#${bookingId}.guest-token`)
    expect(mail.html).toContain(
      `href="${contextOf(house).publicUrl}/tickets?as=ics#${bookingId}.guest-token"`,
    )
    const [delivery] = await house.rows<{ id: string; state: string; user_id: string | null }>(
      `select d.id, d.state, d.user_id from notification.deliveries d
       join notification.notifications n on n.id = d.notification_id where n.guest_of = $1`,
      [bookingId],
    )
    await until('its end', async () => (await ended(bookingId, 1)).length === 1)
    expect(mail.messageId).toBe(`<${delivery!.id}@klaps>`)
    expect(delivery!.user_id).toBeNull()
  })

  it('is told once, whatever is repeated', async () => {
    const email = guestAddress()
    const { bookingId, state, payment } = bought({ email })
    for (let copy = 0; copy < 3; copy++) {
      await house.publish(bookingConfirmed, state(2))
      await house.publish(paymentCompleted, payment(2))
    }
    await mailTo(email, 2)
    const [{ id }] = (await house.rows<{ id: string }>(
      `update notification.intents set composed_at = null where facts ->> 'bookingId' = $1
       and template = 'booking-news' returning id`,
      [bookingId],
    )) as [{ id: string }]
    await runCompose(contextOf(house), id)
    expect((await outcomes(bookingId)).toSorted()).toEqual([
      'booking-news: nothing-changed',
      'payment-receipt: notified',
    ])
    expect(mailsTo(email)).toHaveLength(2)
  })

  it('leaves nothing readable behind: the address nowhere, the message sealed and gone after its time', async () => {
    const email = guestAddress()
    const { bookingId, state } = bought({ email })
    await house.publish(bookingConfirmed, state(2))
    await mailTo(email)
    await ended(bookingId, 1)
    const tables = [
      'intents',
      'notifications',
      'deliveries',
      'dispatches',
      'delivery_log',
      'targets',
      'outbox',
    ]
    for (const table of tables) {
      const rows = await house.rows(`select * from notification.${table}`)
      expect(JSON.stringify(rows), table).not.toContain(email)
      expect(JSON.stringify(rows), table).not.toContain('Żółta łódź')
    }
    await house.rows(
      `update notification.notifications set created_at = created_at - interval '31 days' where guest_of = $1`,
      [bookingId],
    )
    await dropOld(contextOf(house))
    expect(
      await house.rows('select 1 from notification.notifications where guest_of = $1', [bookingId]),
    ).toEqual([])
  })

  it('whose address is forgotten gets nothing, and the delivery says why', async () => {
    const { bookingId, state, say } = bought({ email: guestAddress() })
    say({ guestEmail: null })
    await house.publish(bookingConfirmed, state(2))
    const delivery = await until('the delivery', async () => {
      const [row] = await house.rows<{ state: string; error: string }>(
        `select d.state, d.error from notification.deliveries d
         join notification.notifications n on n.id = d.notification_id where n.guest_of = $1`,
        [bookingId],
      )
      return row && row.state !== 'queued' && row
    })
    expect(delivery).toEqual({ state: 'skipped', error: 'guest-forgotten' })
  })

  it('whose server refuses the address for good is tried no more', async () => {
    const email = guestAddress()
    const { bookingId, state } = bought({ email })
    sandbox.faults.set('smtp', { kind: 'status', status: 550, times: 5 })
    await house.publish(bookingConfirmed, state(2))
    const row = await until('the refusal', async () => {
      const [found] = await house.rows<{ state: string; attempts: number }>(
        `select d.state, d.attempts from notification.deliveries d
         join notification.notifications n on n.id = d.notification_id where n.guest_of = $1`,
        [bookingId],
      )
      return found?.state === 'failed' && found
    })
    expect(row.attempts).toBe(1)
    expect(await house.rows('select 1 from notification.targets where user_id is null')).toEqual([])
  })
})
