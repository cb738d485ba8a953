import { afterAll, describe, expect, it } from 'vitest'
import {
  cancellation,
  drawCallSheet,
  generateCallSheet,
  revision,
  type SheetContent,
} from '../../sandbox/callsheets/index.ts'
import { asEmail } from '../../sandbox/callsheets/mail.ts'
import { until } from '../harness/until.ts'
import { type CrewMember, calendarEvents, joinCrew, plannedDay, type World } from './world.ts'

const layout = 'polish-plan-dnia'
const inDays = (days: number) => Temporal.Now.plainDateISO('Europe/Warsaw').add({ days }).toString()

async function mail(
  world: World,
  to: string,
  pdf: Uint8Array,
  fileName: string,
  subject: string,
  messageId?: string,
): Promise<Uint8Array> {
  const raw = await asEmail({
    from: 'Produkcja <produkcja@film.test>',
    to,
    subject,
    text: 'W załączniku plan dnia.',
    attachments: [{ fileName, content: pdf, contentType: 'application/pdf' }],
    ...(messageId ? { messageId } : {}),
  })
  await world.sandbox.mailbox.deliver(Buffer.from(raw), { into: 'imap', recipients: [to] })
  return raw
}

const sentTo = (world: World, email: string) =>
  world.sandbox.smtp
    .sent()
    .filter((each: any) => JSON.stringify(each.to ?? each.recipients ?? '').includes(email))

/** The production journey, the same for every way to run the house. */
export function productionJourney(open: () => Promise<World>): void {
  let world: World
  let ola: CrewMember
  let content: SheetContent
  let planned: any

  describe('a crew member', () => {
    afterAll(() => world?.stop(), 120_000)

    it('joins: account, addresses, mailbox, calendar', async () => {
      world = await open()
      ola = await joinCrew(world)
    }, 300_000)

    it('gets a call sheet by mail and finds the day planned, with one event and three alarms', async () => {
      const sheet = await generateCallSheet({
        seed: 41,
        language: 'pl',
        layout,
        overrides: { date: inDays(3) },
      })
      content = sheet.content
      await mail(world, ola.email, sheet.pdf, sheet.fileName, 'Plan dnia')
      planned = await plannedDay(ola, inDays(3))
      expect(planned.route.times.wakeUp < planned.route.times.leaveHome).toBe(true)
      expect(planned.route.legs).toHaveLength(2)
      expect(planned.weather.summary).toBeTruthy()
      const events = await until('event and alarms', async () => {
        const found = await calendarEvents(world, ola.email)
        return found.length >= 4 && found
      })
      expect(events).toHaveLength(4)
      expect(events.filter((event: any) => event.summary.includes('Dzień zdjęciowy'))).toHaveLength(1)
      await until('the notification by e-mail', () => sentTo(world, ola.email).length >= 1)
    }, 60_000)

    it('follows one correlation id through the processing log', async () => {
      const { body } = await ola.get('/emails')
      const log = await until('the whole log', async () => {
        const { body: seen } = await ola.get(`/emails/${body.items[0].id}/log`)
        const steps = new Set(seen.steps.map((step: any) => step.step))
        const wanted = ['receive', 'read', 'schedule', 'route', 'weather', 'plan', 'calendar', 'notify']
        return wanted.every((step) => steps.has(step)) && seen
      })
      expect(log.correlationId).toBe(body.items[0].correlationId)
    }, 60_000)

    it('gets the same mail ten times and still has one day, one event, one set of alarms', async () => {
      const before = (await ola.get('/schedules')).body.items.length
      const sheet = await generateCallSheet({
        seed: 42,
        language: 'en',
        layout: 'studiobinder',
        overrides: { date: inDays(5) },
      })
      const raw = await mail(world, ola.email, sheet.pdf, sheet.fileName, 'Call sheet', '<same@film.test>')
      for (let again = 0; again < 9; again++)
        await world.sandbox.mailbox.deliver(Buffer.from(raw), { into: 'imap', recipients: [ola.email] })
      await plannedDay(ola, inDays(5))
      await until('eight events in all', async () => (await calendarEvents(world, ola.email)).length >= 8)
      await new Promise((resolve) => setTimeout(resolve, 1500))
      expect((await ola.get('/schedules')).body.items).toHaveLength(before + 1)
      expect(await calendarEvents(world, ola.email)).toHaveLength(8)
    }, 60_000)

    it('gets a revision at night: the day moves, the same event moves, and she hears what changed', async () => {
      const [hour, minute] = content.crewCall.split(':').map(Number) as [number, number]
      const earlier = Temporal.PlainTime.from({ hour, minute })
        .subtract({ minutes: 30 })
        .toString({ smallestUnit: 'minute' })
      const revised = revision(content, { crewCall: earlier })
      const drawn = await drawCallSheet(revised, layout)
      const mailsBefore = sentTo(world, ola.email).length
      const idsBefore = new Set((await calendarEvents(world, ola.email)).map((event: any) => event.id))
      await mail(world, ola.email, drawn.pdf, drawn.fileName, 'Plan dnia, zmiana')
      const day = await plannedDay(ola, inDays(3), (each) => each.revision > planned.revision)
      expect(day.dayId).toBe(planned.dayId)
      expect(day.changes.map((change: any) => change.field)).toContain('call')
      await until('the notification of the change', () => sentTo(world, ola.email).length > mailsBefore)
      const idsAfter = new Set((await calendarEvents(world, ola.email)).map((event: any) => event.id))
      expect(idsAfter).toEqual(idsBefore)
      content = revised
      planned = day
    }, 60_000)

    it('gets the same revision once more, unchanged: nothing happens', async () => {
      const { version } = planned
      const mailsBefore = sentTo(world, ola.email).length
      const drawn = await drawCallSheet({ ...content }, layout)
      await mail(world, ola.email, drawn.pdf, `again-${drawn.fileName}`, 'Plan dnia, jeszcze raz')
      await new Promise((resolve) => setTimeout(resolve, 2500))
      const { body } = await ola.get(`/schedules/${planned.dayId}`)
      expect(body.version).toBe(version)
      expect(sentTo(world, ola.email)).toHaveLength(mailsBefore)
    }, 60_000)

    it('gets a cancellation: event and alarms of the day are gone', async () => {
      const drawn = await drawCallSheet(cancellation(content), layout)
      await mail(world, ola.email, drawn.pdf, drawn.fileName, 'ODWOŁANE')
      await until(
        'the day is cancelled',
        async () => (await ola.get(`/schedules/${planned.dayId}`)).body.state === 'cancelled',
        30_000,
      )
      await until('its events are gone', async () => (await calendarEvents(world, ola.email)).length === 4)
    }, 60_000)

    it('is alone with her data: a stranger finds nothing of it', async () => {
      const marek = await joinCrew(world, 1)
      expect((await marek.get('/schedules')).body.items).toEqual([])
      expect((await marek.get(`/schedules/${planned.dayId}`)).status).toBe(404)
      expect((await marek.get('/emails')).body.items).toEqual([])
    }, 60_000)

    it('signs out and is out everywhere', async () => {
      expect((await ola.post('/auth/sign-out', {})).status).toBe(204)
      await until('every service refuses', async () => (await ola.get('/schedules')).status === 401, 5_000)
    }, 60_000)
  })
}
