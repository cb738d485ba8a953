import { generateCallSheet } from '../../sandbox/callsheets/index.ts'
import type { Known } from '../harness/generated-input.ts'
import type { TestHouse } from '../harness/house.ts'
import type { Person } from '../harness/person.ts'
import { until } from '../harness/until.ts'
import { expectOk } from '../journeys/world.ts'

/** Gives a user one of everything and returns the ids, by the field names that routes use. */
export async function fillHouse(_house: Pick<TestHouse, 'url'>, owner: Person): Promise<Known> {
  await expectOk(
    owner.patch('/config/settings', { home: { address: 'ul. Domaniewska 34, 02-672 Warszawa' } }),
  )
  await expectOk(owner.post('/calendar/feed', {}))
  const event = await expectOk(
    owner.post('/calendar/events', {
      title: 'Meeting',
      start: '2026-12-01T09:00:00Z',
      end: '2026-12-01T10:00:00Z',
      timeZone: 'Europe/Warsaw',
    }),
  )
  const date = Temporal.Now.plainDateISO().add({ days: 4 }).toString()
  const sheet = await generateCallSheet({
    seed: 5,
    language: 'pl',
    layout: 'polish-plan-dnia',
    overrides: { date },
  })
  const upload = await expectOk(
    owner.post(`/emails/upload?fileName=${encodeURIComponent(sheet.fileName)}`, sheet.pdf),
  )
  const day = await until(
    'the uploaded day',
    async () => (await owner.get('/schedules')).body.items.find((each: any) => each.planned),
    60_000,
  )
  const ids = async (path: string) => (await owner.get(path)).body.items?.map((each: any) => each.id) ?? []
  await until('a notification', async () => (await ids('/notifications')).length > 0)
  return {
    ids: {
      dayId: [day.dayId],
      planId: [day.planId],
      productionId: [day.productionId],
      userId: [owner.id],
      emailId: [upload.body.id ?? upload.body.emailId].filter(Boolean),
      eventId: [event.body.id],
      documentId: await ids('/pdf'),
      mailboxId: await ids('/mailboxes'),
      calendarId: await ids('/calendar'),
      notificationId: await ids('/notifications'),
      attachmentId: (await owner.get('/emails')).body.items.flatMap((each: any) =>
        each.attachments.map((a: any) => a.id),
      ),
    },
  }
}
