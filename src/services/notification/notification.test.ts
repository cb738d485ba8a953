import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { errorOccurred } from '#kernel'
import { calendarDisconnected } from '#services/calendar'
import { emailProcessed, mailboxDisconnected } from '#services/email'
import { pdfParsed, pdfRejected } from '#services/pdf'
import { schedule } from '#services/schedule'
import { type Sandbox, startSandbox } from '../../../sandbox/index.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { fullDay, planFor, plannedEvent } from './day.fixture.ts'
import { contextOf, type NotificationHouse, openNotificationHouse, toldOf } from './notification.fixture.ts'

let sandbox: Sandbox
let house: NotificationHouse
beforeAll(async () => {
  sandbox = await startSandbox()
  const { SMTP_URL, SMTP_FROM, TWILIO_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM } = sandbox.env
  house = await openNotificationHouse({
    SMTP_URL: SMTP_URL!,
    SMTP_FROM: SMTP_FROM!,
    TWILIO_URL: TWILIO_URL!,
    TWILIO_ACCOUNT_SID: TWILIO_ACCOUNT_SID!,
    TWILIO_AUTH_TOKEN: TWILIO_AUTH_TOKEN!,
    TWILIO_FROM: TWILIO_FROM!,
  })
})
afterAll(async () => {
  await house.stop()
  await sandbox.stop()
})
beforeEach(async () => {
  sandbox.faults.clear()
})

const mailsTo = (userId: string) =>
  sandbox.smtp.sent().filter((mail) => mail.to.includes(`${userId}@example.org`))

describe('a planned day', () => {
  it('is told in the app and by e-mail, with everything in it, marked as the sandbox', async () => {
    const anna = await house.person()
    const plan = await house.plan(anna.id)
    const told = await toldOf(anna, 'schedule-ready')
    expect(told.title).toBe('[Piaskownica] Żółta łódź: plan na niedzielę, 14 marca, zbiórka 07:00')
    expect(told.body).toContain('Pobudka: 04:40')
    expect(told.subject).toBe(`day:${plan.dayId}`)
    expect(told.deliveries.map((each) => [each.channel, each.state, each.error])).toEqual([
      ['in-app', 'delivered', null],
      ['email', 'sent', null],
      ['push', 'skipped', 'no-browser'],
    ])
    const [mail, ...more] = mailsTo(anna.id)
    expect(more).toEqual([])
    expect(mail!.subject).toBe(told.title)
    expect(mail!.text).toContain('Rozważ nocleg w pobliżu planu.')
    expect(mail!.html).toContain('<li>Pobudka: 04:40</li>')
    expect(mail!.messageId).toMatch(/^<[0-9a-f-]{36}@klaps>$/)
  })

  it('is told once, however often the event comes', async () => {
    const anna = await house.person()
    const plan = await house.plan(anna.id)
    await toldOf(anna, 'schedule-ready')
    for (let copy = 0; copy < 3; copy++)
      await house.publish(schedule.events.schedulePlanned, plannedEvent(plan))
    await house.plan(
      anna.id,
      { planId: plan.planId, dayId: plan.dayId, plannedVersion: 2 },
      { tell: 'quiet' },
    )
    await until('the quiet version', async () => {
      const [row] = await house.rows<{ version: number }>(
        'select version from notification.days where plan_id = $1',
        [plan.planId],
      )
      return row?.version === 2
    })
    expect((await anna.get('/notifications')).body.items).toHaveLength(1)
    expect(mailsTo(anna.id)).toHaveLength(1)
  })

  it.each(['changed', 'quiet'] as const)(
    'is told whole when a %s version comes before the day itself, which is then no news',
    async (tell) => {
      const anna = await house.person()
      const plan = planFor(anna.id, {
        plannedVersion: 2,
        changes: [{ field: 'call', before: '07:30', after: '07:00' }],
      })
      house.neighbours.plans.set(plan.planId, plan)
      await house.publish(schedule.events.schedulePlanned, { ...plannedEvent(plan), tell })
      expect((await toldOf(anna, 'schedule-ready')).body).toContain('Pobudka: 04:40')
      const heard = await house.publish(schedule.events.schedulePlanned, {
        ...plannedEvent(plan),
        version: 1,
      })
      await until(
        'the late event',
        async () =>
          (await house.rows('select 1 from notification.inbox where event_id = $1', [heard])).length === 1,
      )
      const [day] = await house.rows('select version from notification.days where plan_id = $1', [
        plan.planId,
      ])
      expect(day).toEqual({ version: 2 })
      expect(
        await house.rows('select 1 from notification.intents where user_id = $1', [anna.id]),
      ).toHaveLength(1)
    },
  )

  it.each([
    ['changed', 'schedule-changed', '04:40', 'zbiórka: z 07:30 na 07:00'],
    ['leave-earlier', 'leave-earlier', '04:50', 'Pobudka: 04:40'],
    ['weather', 'weather-warning', '04:40', 'Ulewny deszcz'],
  ] as const)('that is %s later is told as %s, with what is new', async (tell, kind, before, line) => {
    const anna = await house.person()
    const wakeUp = Temporal.ZonedDateTime.from(`2027-03-14T${before}[Europe/Warsaw]`).toInstant()
    const { planId, dayId } = await house.plan(anna.id, { wakeUp })
    await toldOf(anna, 'schedule-ready')
    const changes = tell === 'changed' ? [{ field: 'call', before: '07:30', after: '07:00' }] : []
    await house.plan(anna.id, { ...fullDay(anna.id), planId, dayId, plannedVersion: 2, changes }, { tell })
    const told = await toldOf(anna, kind)
    expect(told.body).toContain(line)
    expect(told.body).not.toContain('SCENY')
  })

  it('holds everything: times, both legs, weather, warnings, scenes, equipment, contacts, safety', async () => {
    const anna = await house.person()
    await house.plan(anna.id, fullDay(anna.id))
    const { body, url } = await toldOf(anna, 'schedule-ready')
    expect(body.endsWith(`\n\nZobacz dzień: ${url}`)).toBe(true)
    expect(body.replace(`\n\nZobacz dzień: ${url}`, '')).toMatchInlineSnapshot(`
      "GODZINY
      - Pobudka: 04:40
      - Wyjazd z domu: 05:25
      - Baza sprzętu: 05:50 - 06:05
      - Dojazd na miejsce: 06:40
      - Zbiórka: 07:00
      - Planowany koniec zdjęć: 18:00

      MIEJSCE
      - Lokacja: Fort Służew, ul. Fort Służew 1, Warszawa
      - Baza: Baza, ul. Bazowa 2
      - Parking: ul. Parkowa 3

      TRASA
      - dom 05:25 - baza sprzętu 05:50, 25 min, 14,2 km
      - baza sprzętu 06:05 - plan 06:40, 15 min i 20 min zapasu na ruch, 8,6 km
      - Jazda łącznie: 40 min
      - Zapas na pogodę: 20 min

      POGODA
      - 2 do 8 °C
      - Opady 6,4 mm, 80 %
      - Wiatr 6 m/s, porywy 11 m/s
      - Ulewny deszcz
      - Plener: złe warunki
      - Wschód 05:57, zachód 17:36

      UWAGA
      - Pobudka o 04:40. Rozważ nocleg w pobliżu planu.

      SCENY
      - 42A EXT/świt BRZEG: Zosia wraca nad morze.

      SPRZĘT
      - Steadicam
      - Kamera
      - Osłony przeciwdeszczowe
      - Ręczniki

      KONTAKTY
      - II reżyser: Jan Przykładowy, +48 600 000 001

      BEZPIECZEŃSTWO
      - Śliskie skały.
      - Najbliższy szpital: Szpital Przykładowy, ul. Zdrowa 4

      NOTATKI
      - Catering od 6:00."
    `)
  })

  it('that was dropped by its owner is a line in the app; dropped by the sheet it is an e-mail too', async () => {
    const [anna, boris] = [await house.person(), await house.person()]
    for (const [person, reason] of [
      [anna, 'user'],
      [boris, 'sheet'],
    ] as const) {
      const { planId, dayId } = await house.plan(person.id)
      await toldOf(person, 'schedule-ready')
      await house.publish(schedule.events.scheduleCancelled, {
        planId,
        dayId,
        userId: person.id,
        version: 7,
        reason,
      })
    }
    const channels = async (person: Person) =>
      (await toldOf(person, 'schedule-cancelled')).deliveries.map((each) => each.channel)
    expect(await channels(anna)).toEqual(['in-app'])
    expect(await channels(boris)).toEqual(['in-app', 'email', 'push'])
  })

  it('that is gone or cancelled by the time of writing is not told', async () => {
    const anna = await house.person()
    const plan = planFor(anna.id)
    await house.publish(schedule.events.schedulePlanned, plannedEvent(plan))
    await until(
      'silence',
      async () =>
        (
          await house.rows(`select 1 from notification.intents where user_id = $1 and outcome = 'gone'`, [
            anna.id,
          ])
        ).length === 1,
    )
    expect((await anna.get('/notifications')).body.items).toEqual([])
  })
})

describe('what needs a person', () => {
  const about = { documentId: crypto.randomUUID(), emailId: crypto.randomUUID(), version: 1 }
  const read = {
    attachmentId: crypto.randomUUID(),
    part: { number: 1, of: 1 },
    kind: 'call-sheet' as const,
    subkind: null,
    language: 'pl',
    problems: [] as string[],
    pages: 1,
    readMs: 5,
  }

  it('a sheet that is unsure, incomplete or locked', async () => {
    for (const [line, tell] of [
      [
        'niepewna',
        (userId: string) =>
          house.publish(pdfParsed, { ...about, ...read, userId, usable: true, needsReview: true }),
      ],
      [
        'Brakuje',
        (userId: string) =>
          house.publish(pdfParsed, { ...about, ...read, userId, usable: false, needsReview: true }),
      ],
      [
        'hasłem',
        (userId: string) => house.publish(pdfRejected, { ...about, userId, code: 'encrypted', message: 'x' }),
      ],
      [
        'nie udało się odczytać',
        (userId: string) => house.publish(pdfRejected, { ...about, userId, code: 'strange', message: 'x' }),
      ],
    ] as const) {
      about.documentId = crypto.randomUUID()
      const anna = await house.person()
      await tell(anna.id)
      const told = await toldOf(anna, 'needs-review')
      expect(told.body).toContain(line)
      expect(told.subject).toBe(`document:${about.documentId}`)
    }
  })

  it('a sheet says which it is, who sent it, what in it is unsure, and where to look; the event carries none of it', async () => {
    const anna = await house.person()
    const documentId = crypto.randomUUID()
    house.neighbours.reviews.set(documentId, {
      userId: anna.id,
      fileName: 'plan-17.pdf',
      subject: 'Plan na środę',
      sender: 'Biuro <biuro@film.example>',
      doubts: [
        { field: 'crewCall', value: '06:30' },
        { field: 'shootingDate', value: null },
      ],
    })
    await house.publish(pdfParsed, {
      ...about,
      ...read,
      documentId,
      userId: anna.id,
      usable: false,
      needsReview: true,
    })
    const told = await toldOf(anna, 'needs-review')
    expect(told.title).toBe('[Piaskownica] Plan dnia wymaga sprawdzenia: plan-17.pdf')
    expect(told.body).toContain('Do sprawdzenia: zbiórka ekipy: 06:30; data zdjęć: nie znaleziono.')
    expect(told.body).toContain('Wiadomość: Plan na środę\nNadawca: Biuro <biuro@film.example>')
    expect(told.url).toBe(`${contextOf(house).publicUrl}/sheets/${documentId}`)
    expect(told.body).toContain(`Sprawdź plan dnia: ${told.url}`)
    const kept = await house.rows(
      'select facts::text, content from notification.intents join notification.notifications using (id) where intents.user_id = $1',
      [anna.id],
    )
    expect(kept).toHaveLength(1)
    for (const name of ['plan-17', 'biuro@', 'środę']) expect(JSON.stringify(kept)).not.toContain(name)
  })

  it('a PDF of which nothing can be read is asked for again, since there is nothing to correct', async () => {
    const anna = await house.person()
    const documentId = crypto.randomUUID()
    await house.publish(pdfRejected, {
      ...about,
      documentId,
      userId: anna.id,
      code: 'too-many-pages',
      message: 'x',
    })
    const told = await toldOf(anna, 'needs-review')
    expect(told.body).toContain('Plik PDF ma ponad 50 stron.')
    expect(told.body).toContain('Poproś produkcję o zwykły PDF, do 25 MB i 50 stron')
    expect(told.body).not.toContain('potwierdź')
  })

  it('a message that was not taken in is told with why, and one that was is not', async () => {
    const anna = await house.person()
    const processed = { userId: anna.id, version: 1, reason: null, durationMs: 3 }
    const [taken, failed] = [crypto.randomUUID(), crypto.randomUUID()]
    for (const emailId of [taken, failed])
      house.neighbours.failures.set(emailId, {
        subject: 'Plan na środę',
        sender: 'Biuro <biuro@film.example>',
        text: { pl: 'Wiadomość ma ponad 25 MB.', en: 'The message has more than 25 MB.' },
      })
    await house.publish(emailProcessed, { ...processed, emailId: taken, state: 'completed' })
    await house.publish(emailProcessed, { ...processed, emailId: failed, state: 'failed' })
    const told = await toldOf(anna, 'needs-review')
    expect(told.title).toBe('[Piaskownica] Wiadomości nie udało się przyjąć: Plan na środę')
    expect(told.body).toContain('Wiadomość ma ponad 25 MB.\nNadawca: Biuro <biuro@film.example>')
    const kept = await house.rows('select facts from notification.intents where user_id = $1', [anna.id])
    expect(kept).toEqual([{ facts: { emailId: failed } }])
  })

  it('a mailbox and a calendar are called by their names, an error by its operation', async () => {
    const anna = await house.person()
    const [mailboxId, calendarId] = [crypto.randomUUID(), crypto.randomUUID()]
    house.neighbours.links.set(mailboxId, 'anna@film.example').set(calendarId, 'praca@film.example')
    const lost = { userId: anna.id, version: 1, reason: 'revoked' }
    await house.publish(mailboxDisconnected, { ...lost, mailboxId })
    await house.publish(calendarDisconnected, { ...lost, calendarId })
    await house.publish(errorOccurred, {
      operation: 'email.process',
      code: 'given-up',
      message: 'x',
      userId: anna.id,
    })
    const items: { title: string; body: string; url: string }[] = await until('three', async () => {
      const { body } = await anna.get('/notifications')
      return body.items.length >= 3 && body.items
    })
    expect(items.map(({ title }) => title).toSorted()).toEqual([
      '[Piaskownica] Kalendarz odłączony: praca@film.example',
      '[Piaskownica] Nie udało się: Czytanie poczty',
      '[Piaskownica] Skrzynka pocztowa odłączona: anna@film.example',
    ])
    expect(items.map(({ body }) => body).join()).toContain('email.process (given-up)')
    const { publicUrl } = contextOf(house)
    expect(items.map(({ url }) => url).toSorted()).toEqual([
      `${publicUrl}/calendars/${calendarId}`,
      `${publicUrl}/days`,
      `${publicUrl}/mailboxes/${mailboxId}`,
    ])
  })

  it('a mailbox and a calendar that lost their connection, and an error, once an hour', async () => {
    const anna = await house.person()
    const userId = anna.id
    await house.publish(pdfParsed, {
      ...about,
      ...read,
      documentId: crypto.randomUUID(),
      userId,
      usable: true,
      needsReview: false,
    })
    await house.publish(mailboxDisconnected, {
      mailboxId: crypto.randomUUID(),
      userId,
      version: 1,
      reason: 'revoked',
    })
    await house.publish(calendarDisconnected, {
      calendarId: crypto.randomUUID(),
      userId,
      version: 1,
      reason: 'revoked',
    })
    const error = { operation: 'email.process', code: 'given-up', message: 'x' }
    const at = Temporal.Instant.from('2027-01-01T10:00:00Z')
    for (const minutes of [0, 20, 59])
      await house.publish(errorOccurred, { ...error, userId }, at.add({ minutes }))
    await house.publish(errorOccurred, error)
    const items = await until('three', async () => {
      const { body } = await anna.get('/notifications')
      return body.items.length >= 3 && body.items
    })
    expect(items.map((each: { kind: string }) => each.kind).toSorted()).toEqual([
      'mailbox-disconnected',
      'mailbox-disconnected',
      'processing-error',
    ])
  })
})
