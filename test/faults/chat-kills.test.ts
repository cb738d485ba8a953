import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawCallSheet, makeContent } from '../../sandbox/callsheets/index.ts'
import { stripeSettings } from '../../sandbox/index.ts'
import { Person } from '../harness/person.ts'
import { until } from '../harness/until.ts'
import { expectOk } from '../journeys/world.ts'
import { openSale } from '../support/box-office.ts'
import { TelegramChat } from '../support/telegram-chat.ts'
import { openStage, type Stage } from './stage.ts'

const adminEmail = 'szef@klaps.test'
/** A chat waits for the lease of the run that was killed, and the house for its start. */
const patienceMs = 120_000
const wholeMs = 240_000

/** The assistant as a person lives it: link, a call sheet and its confirmation, a reminder, two seats. */
describe('a chat whose house is killed in the middle and started again: nothing is lost, nothing comes twice', () => {
  let stage: Stage
  let chat: TelegramChat
  const count = async (sql: string, ...values: unknown[]) =>
    (await stage.evidence.rows<{ count: number }>('', sql, values))[0]!.count
  const isAtRest = async () =>
    (await count(
      `select ((select count(*) from telegram.updates where handled_at is null)
        + (select count(*) from telegram.outgoing where ended_at is null and due_at <= telegram.now()))::int as count`,
    )) === 0
  /** Does something in the chat, kills the house in the moment in which `step` is committed, and starts it again. */
  const killedAt = async (step: string, act: () => unknown) => {
    const killed = stage.killAt(step)
    await act()
    await killed
    await stage.start()
  }
  const said = (what: RegExp) => chat.fromBot().filter(({ text }) => what.test(text))
  const comes = (what: RegExp) =>
    until(String(what), async () => said(what).length > 0 && (await isAtRest()), patienceMs)

  beforeAll(async () => {
    stage = await openStage({ KLAPS_ADMIN_EMAIL: adminEmail, ...stripeSettings })
    chat = new TelegramChat(stage.sandbox)
    await expectOk(
      stage.member.patch('/config/settings', {
        timeZone: 'Europe/Warsaw',
        notifications: {
          channels: { reminder: ['telegram'], 'schedule-ready': ['in-app'], 'booking-confirmed': ['in-app'] },
          quietHours: null,
        },
      }),
    )
  }, 120_000)
  afterAll(() => stage?.stop())

  it(
    'it is linked, and its code is used up, and nobody has been told',
    async () => {
      const { body } = await expectOk(stage.member.post('/telegram/links', {}))
      const code = new URL(body.url).searchParams.get('start')
      await killedAt('telegram.outbox insert telegram.linked', () => chat.say(`/start ${code}`))
      await comes(/połączony/u)
      expect(chat.fromBot().map(({ text }) => text)).toEqual([
        'Ten czat jest teraz połączony z Twoim kontem.',
      ])
      expect((await expectOk(stage.member.get('/telegram/links'))).body.items).toHaveLength(1)
      expect(await count(`select count(*)::int from telegram.event_log where type = 'telegram.linked'`)).toBe(
        1,
      )
    },
    wholeMs,
  )

  it(
    'a call sheet that was sent to it is planned and not told',
    async () => {
      const date = Temporal.Now.plainDateISO('Europe/Warsaw').add({ days: 3 }).toString()
      const { pdf } = await drawCallSheet({ ...makeContent(41, 'warsaw-pl'), date }, 'polish-plan-dnia')
      await killedAt('schedule.outbox insert schedule.planned', () =>
        stage.sandbox.standIns.telegram.chats.sendFile(chat.id, 'plan.pdf', pdf),
      )
      await comes(/Pobudka o/u)
      expect(said(/^Mam plan\.pdf/u)).toHaveLength(1)
      expect(said(/Pobudka o/u)).toHaveLength(1)
      const { body } = await expectOk(stage.member.get(`/schedules?from=${date}&to=${date}`))
      expect(body.items).toHaveLength(1)
    },
    wholeMs,
  )

  it(
    'its day is confirmed by the button, which is not answered',
    async () => {
      await killedAt('schedule.outbox insert schedule.confirmed', () => chat.press('Potwierdź'))
      await comes(/Potwierdzone\./u)
      expect(said(/Potwierdzone\./u)).toHaveLength(1)
      expect(await count(`select count(*)::int from schedule.plans where state = 'confirmed'`)).toBe(1)
      const told = `select count(*)::int from schedule.event_log where type = 'schedule.confirmed'`
      expect(await count(told)).toBe(1)
    },
    wholeMs,
  )

  it(
    'a reminder that was set in it has rung, and it has not been told',
    async () => {
      chat.say('za 1 minutę wyślij raport')
      await comes(/^Czy przypomnieć: wyślij raport/u)
      await killedAt('reminder.reminders insert', () => chat.press('Przypomnij'))
      await comes(/^Przypomnę: wyślij raport/u)
      expect(await count('select count(*)::int from reminder.reminders')).toBe(1)
      const { body } = await expectOk(stage.member.get('/reminders'))
      const startsAt = Temporal.Now.plainDateTimeISO('Europe/Warsaw').add({ seconds: 4 }).round('second')
      await killedAt('notification.dispatches insert', () =>
        expectOk(stage.member.patch(`/reminders/${body.items[0].id}`, { startsAt: startsAt.toString() })),
      )
      await comes(/Przypomnienie: wyślij raport/u)
      expect(said(/Przypomnienie: wyślij raport/u)).toHaveLength(1)
      expect(await count('select count(*)::int from reminder.occurrences')).toBe(1)
    },
    wholeMs,
  )

  describe('two seats', () => {
    const books = () => stage.sandbox.standIns.stripe.engine.books()

    it(
      'are held, and it has not been told',
      async () => {
        const stranger = new Person(stage.member.url, undefined, 'stranger')
        const account = { email: adminEmail, name: 'Szefowa Kina', password: 'a long password' }
        const { body } = await expectOk(stranger.post('/auth/sign-up', account))
        await openSale(new Person(stranger.url, body.accessToken, body.user.id), { grid: 'ssssss\nssssss' })
        await choose()
        await killedAt('booking.outbox insert booking.created', () => chat.press('hold'))
        await comes(/^Zarezerwowane: /u)
        expect(said(/^Zarezerwowane: /u)).toHaveLength(1)
        expect(await count('select count(*)::int from booking.bookings')).toBe(1)
      },
      wholeMs,
    )

    it(
      'are paid on the page, and the tickets are not on their way',
      async () => {
        const [booking] = await stage.evidence.rows<{ id: string }>(
          '',
          'select booking_id as id from booking.bookings',
        )
        const given = { bookingId: booking!.id, method: { token: 'pm_card_visa' } }
        const key = { 'idempotency-key': crypto.randomUUID() }
        // As the page does that the button leads to: who gets no answer sends the same again.
        const pay = () => stage.member.send('POST', '/payments', given, key).catch(() => undefined)
        await killedAt('payment.outbox insert payment.completed', () => void pay())
        await until('an answer', async () => [200, 201].includes((await pay())?.status ?? 0), patienceMs)
        const tickets = () => chat.fromBot().filter(({ file }) => file)
        await until('the tickets', async () => tickets().length > 0 && (await isAtRest()), patienceMs)
        expect(tickets()).toHaveLength(1)
        expect(books().filter(({ kind }) => kind === 'capture')).toHaveLength(1)
        expect(await count(`select count(*)::int from booking.bookings where state = 'confirmed'`)).toBe(1)
        expect(await count('select count(*)::int from booking.tickets')).toBe(2)
      },
      wholeMs,
    )

    /** From `/book` to the best two seats of what is on. */
    async function choose(): Promise<void> {
      const firstOf = async (what: RegExp) => {
        await comes(what)
        return said(what).at(-1)!.buttons[0]![0]!.callback_data!
      }
      chat.say('/book')
      chat.press(await firstOf(/Który film/u))
      chat.press(await firstOf(/Który dzień/u))
      chat.press(await firstOf(/o której\?/u))
      await comes(/Ile miejsc\?/u)
      chat.press('count:2')
      await comes(/Jaki bilet|Najlepsze wolne/u)
      if (said(/Jaki bilet/u).length > 0) chat.press(await firstOf(/Jaki bilet/u))
      await comes(/Najlepsze wolne/u)
    }
  })

  it(
    'and what became of the call sheet is one run of the control program, however often it was begun',
    async () => {
      const runs = `select count(*)::int from control.runs where kind = 'call-sheet'`
      await until('the run to be done', async () => (await count(`${runs} and outcome = 'done'`)) === 1)
      await killedAt('control.runs insert', () => stage.mailSheet(9))
      await until(
        'its run to be done',
        async () => (await count(`${runs} and outcome = 'done'`)) === 2,
        patienceMs,
      )
      expect(await count(runs)).toBe(2)
      const steps = `select count(*)::int from control.steps where type = 'schedule.planned'`
      expect(await count(steps)).toBe(
        await count(
          'select count(distinct event_id)::int from control.steps where type = $1',
          'schedule.planned',
        ),
      )
    },
    wholeMs,
  )
})
