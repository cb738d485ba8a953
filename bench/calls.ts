import type { Person } from '../test/harness/person.ts'

/** What the calls of this run may use: the person whose days are read, and ids of things of theirs. */
export interface Scene {
  readonly owner: Person
  /** The owner with an access token that is good for another fifteen minutes. */
  signedIn(): Promise<Person>
  /** A new account. */
  newPerson(): Promise<NewPerson>
  readonly password: string
  readonly today: Temporal.PlainDate
  readonly sheet: Uint8Array
  /** Of the owner, a few hundred rows at most; `of` walks through them. */
  readonly ids: Readonly<Record<IdName, readonly string[]>>
  readonly emails: readonly string[]
}
export type IdName =
  | 'dayId'
  | 'planId'
  | 'productionId'
  | 'emailId'
  | 'documentId'
  | 'eventId'
  | 'mailboxId'
  | 'notificationId'
  | 'userId'

export interface NewPerson extends Person {
  readonly email: string
  readonly refreshToken: string
}

/** One request: its input on the wire. Making it may take requests of its own, which are not timed. */
export interface Call {
  readonly input?: Readonly<Record<string, unknown>>
  readonly as?: Person
  readonly body?: Uint8Array
}
export interface Measured {
  readonly call: (scene: Scene, index: number) => Call | Promise<Call>
  /** 100 when left out. */
  readonly requests?: number
}

const of = (scene: Scene, name: IdName, index: number) => scene.ids[name][index % scene.ids[name].length]!
const by =
  (name: IdName, field: string = name, more: Readonly<Record<string, unknown>> = {}): Measured['call'] =>
  (scene, index) => ({ input: { [field]: of(scene, name, index), ...more } })
const lastDays =
  (days: number): Measured['call'] =>
  ({ today }) => ({ input: { from: today.subtract({ days }).toString(), to: today.toString() } })
const always = (input: Readonly<Record<string, unknown>> = {}) => ({ call: () => ({ input }) })
const fresh = (input: Readonly<Record<string, unknown>> = {}) => ({
  call: async (scene: Scene) => ({ input, as: await scene.newPerson() }),
  requests: fewer,
})

/** Where each call works hard by design (scrypt) or sets the house to work for long. */
const fewer = 20

const warsaw = [
  [52.2297, 21.0122],
  [52.1, 21.05],
  [52.4, 20.9],
  [50.0614, 19.9366],
  [54.352, 18.6466],
] as const
const at = (index: number) => {
  const [latitude, longitude] = warsaw[index % warsaw.length]!
  return { latitude, longitude, zone: 'Europe/Warsaw' }
}
const dated =
  (days: number): Measured['call'] =>
  (scene, index) => ({
    input: { ...at(index), date: scene.today.add({ days }).toString() },
  })
/** Whole and half hours, so that neighbouring calls differ. */
const callTime = (index: number) => `${String(5 + (index % 5)).padStart(2, '0')}:${index % 2 ? '30' : '00'}`

/** Reading routes, by service and name. Lists are read as a page of 50, the owner's or of everything. */
export const reads: Readonly<Record<string, Measured>> = {
  'auth.listSessions': always(),
  'auth.jwks': always(),
  'auth.me': always(),
  'auth.listUsers': always({ limit: 50 }),
  'auth.getUser': { call: by('userId') },
  'config.mySettings': always(),
  'config.listBuffers': always(),
  'config.listCredentials': always(),
  'email.listMailboxes': always(),
  'email.listEmails': always({ limit: 50 }),
  'email.getEmail': { call: by('emailId') },
  'email.getLog': { call: by('emailId') },
  'pdf.listDocuments': always({ limit: 50 }),
  'pdf.getDocument': { call: by('documentId') },
  'pdf.getFile': { call: by('documentId') },
  'pdf.getPage': { call: by('documentId', 'documentId', { page: 1 }), requests: fewer },
  'schedule.listProductions': always(),
  'schedule.listMembers': { call: by('productionId') },
  'schedule.listDays': always({ limit: 50 }),
  'schedule.getDay': { call: by('dayId') },
  'schedule.history': { call: by('dayId') },
  'route.listPlans': always({ limit: 50 }),
  'route.getPlan': { call: by('planId') },
  'route.geocode': { call: () => ({ input: { address: 'ul. Mińska 25, 03-808 Warszawa' } }) },
  'weather.current': { call: (_scene, index) => ({ input: at(index) }) },
  'weather.forecast': { call: dated(2) },
  'weather.history': { call: dated(-3) },
  'weather.dayWeather': { call: by('planId') },
  'weather.sun': { call: dated(5) },
  'calendar.listCalendars': always(),
  'calendar.listEvents': always({ limit: 50 }),
  'calendar.getEvent': { call: by('eventId') },
  'calendar.download': { call: by('planId') },
  'calendar.conflicts': always({ limit: 50 }),
  'notification.list': always({ limit: 50 }),
  'notification.get': { call: by('notificationId') },
  'notification.unread': always(),
  'notification.listTargets': always(),
  'notification.pushKey': always(),
  'notification.preview': always({ kind: 'schedule-ready' }),
  'audit.list': {
    call: (scene, index) =>
      [
        { input: { limit: 50 } },
        { input: { limit: 50, type: 'schedule.planned' } },
        { input: { limit: 50, target: `user:${of(scene, 'userId', index)}` } },
        { input: { limit: 50, actor: `user:${scene.owner.id}` } },
      ][index % 4]!,
  },
  'audit.verify': always(),
  'analytics.daily': { call: lastDays(30) },
  'analytics.bookings': { call: lastDays(30) },
  'analytics.revenue': { call: lastDays(30) },
  'analytics.paymentRate': { call: lastDays(30) },
  'analytics.occupancy': { call: lastDays(30) },
  'analytics.popular': { call: lastDays(30) },
  'analytics.summary': { call: lastDays(90) },
  'health.status': always(),
  'health.services': always(),
  'health.history': always(),
}

/** Writing routes, after the reading ones: what they set going is let run out before the next. */
export const writes: Readonly<Record<string, Measured>> = {
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
  'auth.changePassword': fresh({ currentPassword: 'a long password', newPassword: 'another long password' }),
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
  },
  'config.setCredential': {
    call: (_scene, index) => ({ input: { name: 'sendgrid', secret: `SG.${index}.abcdefghij` } }),
  },
  'email.checkMailbox': { call: by('mailboxId') },
  'email.upload': {
    call: ({ sheet }, index) => ({
      input: { fileName: `sheet ${index}.pdf` },
      body: Buffer.concat([sheet, Buffer.from(`\n% ${index}\n`)]),
    }),
    requests: fewer,
  },
  'email.reprocess': { call: by('emailId', 'emailId', { dryRun: true }) },
  'pdf.correct': {
    call: (scene, index) => ({
      input: { documentId: of(scene, 'documentId', index), values: { crewCall: callTime(index) } },
    }),
    requests: fewer,
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
  },
  'schedule.editDay': {
    call: (scene, index) => ({ input: { dayId: of(scene, 'dayId', index), call: callTime(index) } }),
    requests: fewer,
  },
  'schedule.confirmDay': { call: by('dayId') },
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
  'notification.send': {
    call: (scene, index) => ({
      input: { userId: of(scene, 'userId', index), kind: 'system-alert', title: 'Short', body: `${index}` },
    }),
  },
}

async function newEvent({ owner, today }: Scene): Promise<string> {
  const day = today.add({ days: 300 })
  const answer = await owner.post('/calendar/events', {
    title: 'To change',
    start: `${day}T09:00:00Z`,
    end: `${day}T10:00:00Z`,
    timeZone: 'Europe/Warsaw',
  })
  return answer.body.id
}

/** Services whose routes need a database of another kind. */
export const benchesOfTheirOwn: Readonly<Record<string, string>> = {
  movie: 'measured by `bench -- boxoffice`, on a cinema with thousands of seats',
  booking: 'measured by `bench -- boxoffice`, on a cinema with thousands of seats',
  ai: 'measured by `bench -- assistant`, beside a direct call and another gateway',
  payment: 'measured by `bench -- boxoffice`, on a cinema with thousands of seats',
}

/** Everything else, and why. Routes for services only are left out by themselves, as streams are. */
export const leftOut: Readonly<Record<string, string>> = {
  'config.testCredential': 'times the provider',
  'config.deleteCredential':
    'there is one key of a provider, which parallel calls would take from each other',
  'email.linkImap': 'times the login at a mail server',
  'email.startGmail': 'the sandbox of this run has no Gmail',
  'email.finishGmail': 'needs a browser that comes back from Google',
  'email.gmailPush': 'only Google may call it',
  'email.deleteMailbox': 'can be done once',
  'schedule.resolveConflict': 'needs a conflict, which each call would use up',
  'schedule.cancelDay': 'takes the days away that the other routes read',
  'calendar.finishGoogle': 'needs a browser that comes back from Google',
  'calendar.googlePush': 'only Google may call it',
  'calendar.feed': 'its secret address is told once, when the feed is made',
  'calendar.deleteCalendar': 'can be done once',
  'calendar.syncNow': 'times the calendar of the provider',
  'notification.addPhone': 'limited to five codes an hour',
  'notification.verifyPhone': 'needs the code that was sent to the phone',
  'notification.addPush': 'limited to twenty browsers a person',
  'notification.deleteTarget': 'can be done once for each target',
  'analytics.boxOfficeCsv': 'the same reports, as text',
}
