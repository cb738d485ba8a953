import { createECDH, randomBytes } from 'node:crypto'
import { always, by, type Calls, fewer, type Measured, of, type Scene } from './kinds.ts'

/** With the account of somebody new. */
const fresh = (input: Readonly<Record<string, unknown>> = {}, more: Partial<Measured> = {}): Measured => ({
  call: async (scene: Scene) => ({ input, as: await scene.newPerson() }),
  requests: fewer,
  ...more,
})
/** Whole and half hours, so that neighbouring calls differ. */
const callTime = (index: number) => `${String(5 + (index % 5)).padStart(2, '0')}:${index % 2 ? '30' : '00'}`

/** Writing routes of production and platform, after the reading ones. */
export const writes: Calls = {
  'auth.signUp': {
    call: () => ({
      input: { email: `${crypto.randomUUID()}@klaps.example`, password: 'a long password', name: 'Bench' },
    }),
    requests: fewer,
  },
  'auth.signIn': {
    call: ({ emails, password }, index) => ({ input: { email: emails[index % emails.length]!, password } }),
    requests: fewer,
  },
  'auth.refresh': {
    call: async (scene) => ({ input: { refreshToken: (await scene.newPerson()).refreshToken } }),
    requests: fewer,
  },
  'auth.signOut': fresh(),
  'auth.revokeSession': {
    call: async (scene) => {
      const as = await scene.newPerson()
      const { body } = await as.get('/auth/sessions')
      return { as, input: { sessionId: body.items[0].id } }
    },
    requests: fewer,
  },
  'auth.changePassword': fresh(
    { currentPassword: 'a long password', newPassword: 'another long password' },
    // Two hashes each, and only two are made at once: a second call would be measured waiting for the first.
    { atOnce: 1 },
  ),
  'auth.deleteMe': fresh(),
  'auth.setRoles': {
    call: (scene, index) => ({
      input: {
        userId: of(scene, 'userId', index + 1),
        roles: index % 2 ? ['crew_member', 'viewer'] : ['viewer'],
      },
    }),
  },
  'config.updateMySettings': {
    call: (_scene, index) => ({ input: { buffers: { parkingMinutes: 10 + (index % 10) } } }),
    requests: fewer,
    setsToWork: true,
  },
  'config.setCredential': {
    call: (_scene, index) => ({ input: { name: 'sendgrid', secret: `SG.${index}.abcdefghij` } }),
  },
  'config.deleteCredential': {
    call: async ({ owner }) => {
      await owner.put('/config/credentials/sendgrid', { secret: 'SG.abcdefghij' })
      return { input: { name: 'sendgrid' } }
    },
    // There is one key of a provider, which calls at the same time would take from each other.
    atOnce: 1,
    requests: fewer,
  },
  'email.checkMailbox': { call: by('mailboxId') },
  'email.upload': {
    call: ({ sheet }, index) => ({
      input: { fileName: `sheet ${index}.pdf` },
      body: Buffer.concat([sheet, Buffer.from(`\n% ${index}\n`)]),
    }),
    requests: fewer,
    setsToWork: true,
  },
  'email.reprocess': { call: by('emailId', 'emailId', { dryRun: true }) },
  'pdf.correct': {
    call: (scene, index) => ({
      input: { documentId: of(scene, 'documentId', index), values: { crewCall: callTime(index) } },
    }),
    requests: fewer,
    setsToWork: true,
  },
  'pdf.readNow': { call: ({ sheet }) => ({ body: sheet }), requests: fewer },
  'schedule.createProduction': { call: () => ({ input: { title: crypto.randomUUID() } }) },
  'schedule.updateProduction': {
    call: (scene, index) => ({
      input: { productionId: of(scene, 'productionId', index), senders: [`from${index}@film.test`] },
    }),
  },
  'schedule.setMember': {
    call: (scene, index) => ({
      input: {
        productionId: of(scene, 'productionId', 0),
        userId: of(scene, 'userId', index),
        role: 'Grip',
      },
    }),
    requests: fewer,
    setsToWork: true,
  },
  'schedule.createDay': {
    call: (scene, index) => ({
      input: {
        productionId: of(scene, 'productionId', 0),
        shootingDate: scene.today.add({ days: 100 + index }).toString(),
        call: '07:00',
        location: { address: 'ul. Chełmska 21, 00-724 Warszawa' },
      },
    }),
    requests: fewer,
    setsToWork: true,
  },
  'schedule.editDay': {
    call: (scene, index) => ({ input: { dayId: of(scene, 'dayId', index), call: callTime(index) } }),
    requests: fewer,
    setsToWork: true,
  },
  'schedule.confirmDay': { call: by('dayId'), requests: fewer, setsToWork: true },
  'schedule.cancelDay': {
    call: async (scene, index) => {
      const answer = await scene.owner.post('/schedules', {
        productionId: of(scene, 'productionId', 0),
        shootingDate: scene.today.add({ days: 200 + index }).toString(),
        call: '07:00',
        location: { address: 'ul. Chełmska 21, 00-724 Warszawa' },
      })
      return { input: { dayId: answer.body.dayId } }
    },
    requests: fewer,
    setsToWork: true,
  },
  'route.calculate': {
    call: (scene, index) => ({
      input: {
        call: `${scene.today.add({ days: 3 })}T${callTime(index)}:00+01:00[Europe/Warsaw]`,
        location: 'ul. Mińska 25, 03-808 Warszawa',
      },
    }),
  },
  'route.recalculate': { call: by('planId') },
  'calendar.startGoogle': always(),
  'calendar.createFeed': always(),
  'calendar.feed': {
    call: async (scene) => {
      await newEvent(scene) // so that the feed has to be written anew
      const { body } = await scene.owner.post('/calendar/feed')
      return { input: { token: new URL(body.feedUrl).pathname.split('/').at(-1) } }
    },
    // A new address ends the one before it.
    atOnce: 1,
    requests: fewer,
  },
  'calendar.deleteCalendar': {
    call: async ({ newPerson }) => {
      const as = await newPerson()
      const { body } = await as.post('/calendar/feed')
      return { as, input: { calendarId: body.id } }
    },
    requests: fewer,
  },
  'calendar.createEvent': {
    call: (scene, index) => ({
      input: {
        title: `Meeting ${index}`,
        start: `${scene.today.add({ days: 200 })}T09:00:00Z`,
        end: `${scene.today.add({ days: 200 })}T10:00:00Z`,
        timeZone: 'Europe/Warsaw',
      },
    }),
  },
  'calendar.updateEvent': {
    call: async (scene, index) => ({
      input: { eventId: await newEvent(scene), title: `Moved ${index}` },
    }),
  },
  'calendar.deleteEvent': { call: async (scene) => ({ input: { eventId: await newEvent(scene) } }) },
  'notification.markRead': { call: by('notificationId') },
  'notification.markAllRead': always(),
  'notification.test': { ...always({ channel: 'in-app' }), requests: fewer },
  'notification.addPhone': {
    // Five codes an hour for a person, and for a number.
    call: async ({ newPerson }, index) => ({
      as: await newPerson(),
      input: { number: `+48601${String(100_000 + index)}` },
    }),
    requests: fewer,
  },
  'notification.addPush': {
    call: async ({ newPerson }) => ({ as: await newPerson(), input: browser() }),
    requests: fewer,
  },
  'notification.deleteTarget': {
    call: async ({ newPerson }) => {
      const as = await newPerson()
      const { body } = await as.post('/notifications/targets/push', browser())
      return { as, input: { targetId: body.id } }
    },
    requests: fewer,
  },
  'control.setExpectation': always({ kind: 'plan', seconds: 60 }),
  'control.setFlag': {
    call: (_scene, index) => ({ input: { key: 'bench.flag', type: 'number', value: index } }),
  },
  'control.setSystem': always({ mode: 'normal' }),
  'telegram.startLink': fresh(),
  'notification.send': {
    call: (scene, index) => ({
      input: { userId: of(scene, 'userId', index), kind: 'system-alert', title: 'Short', body: `${index}` },
    }),
  },
}

/** A browser that asks for push messages; nothing is sent to it. */
function browser() {
  const keys = createECDH('prime256v1')
  return {
    endpoint: `https://push.klaps.example/${crypto.randomUUID()}`,
    keys: { p256dh: keys.generateKeys('base64url'), auth: randomBytes(16).toString('base64url') },
  }
}

/** A calendar event that is far ahead. */
export async function newEvent({ owner, today }: Scene): Promise<string> {
  const day = today.add({ days: 300 })
  const answer = await owner.post('/calendar/events', {
    title: 'To change',
    start: `${day}T09:00:00Z`,
    end: `${day}T10:00:00Z`,
    timeZone: 'Europe/Warsaw',
  })
  return answer.body.id
}
