import { Api } from './api.ts'
import type { SheetCrew } from './callsheets/index.ts'
import { consentAs } from './consent.ts'
import { accounts, type Sandbox } from './index.ts'
import { places } from './places.ts'

const person = { name: accounts[0]!.name, email: accounts[0]!.email, password: 'klaps-demo-ola' }

/**
 * Makes the demo crew member through the public API (account, addresses, mailbox, calendar) and mails her two call
 * sheets, a Polish and an English one. A later start finds the account; it mails two more when no day of hers is ahead.
 */
export async function furnish(houseUrl: string, sandbox: Sandbox): Promise<typeof person> {
  const api = new Api(houseUrl)
  if (await api.signUp(person)) {
    await settleIn(api)
    await linkMailbox(api, sandbox)
    await linkCalendar(api)
  } else {
    await api.signIn(person)
    await followMailbox(api, sandbox)
  }
  if (!(await hasDaysAhead(api, sandbox))) await mailDemoSheets(sandbox)
  return person
}

const settleIn = (api: Api) =>
  api.send('PATCH', '/config/settings', {
    home: { address: place('home-domaniewska') },
    stop: { name: 'Panavision', address: place('panavision'), opensAt: '04:00' },
    crewName: person.name,
    crewRole: 'I asystent operatora',
    crewDepartment: 'Kamera',
    language: 'pl',
  })

const linkMailbox = (api: Api, { env }: Sandbox, backfillDays = 0) =>
  api.send('POST', '/mailboxes/imap', {
    host: env.SANDBOX_IMAP_HOST,
    port: Number(env.SANDBOX_IMAP_PORT),
    secure: false,
    user: env.SANDBOX_IMAP_USER,
    password: env.SANDBOX_IMAP_PASSWORD,
    backfillDays,
  })

/** A mailbox holds its server's port: where that has moved, it is linked anew. */
async function followMailbox(api: Api, sandbox: Sandbox): Promise<void> {
  const { items } = await api.send('GET', '/mailboxes')
  for (const { id, kind, lastError } of items as { id: string; kind: string; lastError: string | null }[]) {
    if (kind !== 'imap' || !(sandbox.moved || lastError)) continue
    await api.send('DELETE', `/mailboxes/${id}`)
    await linkMailbox(api, sandbox, 1)
  }
}

/** Also true on the day on which she got mail: her days may still be on their way, or she has called them off. */
async function hasDaysAhead(api: Api, { clock }: Sandbox): Promise<boolean> {
  const today = dateOf(clock.now())
  const days = await api.send('GET', `/schedules?from=${today}&limit=20`)
  // What a sheet says of the days to come has no call yet.
  if ((days.items as { call: string | null }[]).some(({ call }) => call !== null)) return true
  const [newest] = (await api.send('GET', '/emails?limit=1')).items as { receivedAt: string }[]
  return newest !== undefined && dateOf(Temporal.Instant.from(newest.receivedAt)).equals(today)
}

const dateOf = (instant: Temporal.Instant) => instant.toZonedDateTimeISO('Europe/Warsaw').toPlainDate()

async function linkCalendar(api: Api): Promise<void> {
  const { url } = await api.send('POST', '/calendar/google')
  const answer = await consentAs(person.email, String(url))
  if (!answer.ok) throw new Error(`The calendar could not be linked: ${answer.status}`)
}

/** For tomorrow and the day after, with a row for her on each. */
async function mailDemoSheets(sandbox: Sandbox): Promise<void> {
  // Only where sheets are to be made: the generator brings a PDF library with it.
  const [{ generateCallSheet }, { asEmail }] = await Promise.all([
    import('./callsheets/index.ts'),
    import('./callsheets/mail.ts'),
  ])
  const today = dateOf(sandbox.clock.now())
  const polish = await generateCallSheet({
    seed: 12,
    language: 'pl',
    layout: 'polish-plan-dnia',
    overrides: { date: today.add({ days: 1 }).toString() },
    change: ({ crew }) => ({ crew: inPlaceOf(crew, 'I asystent kamery', '05:45') }),
  })
  const english = await generateCallSheet({
    seed: 35,
    language: 'en',
    layout: 'studiobinder',
    overrides: { date: today.add({ days: 2 }).toString() },
    change: ({ crew }) => ({ crew: inPlaceOf(crew, '1st AC', '07:15') }),
  })
  for (const [sheet, subject] of [
    [polish, 'Plan dnia na jutro'],
    [english, 'Call sheet'],
  ] as const) {
    const raw = await asEmail({
      from: 'Produkcja <produkcja@film.test>',
      to: person.email,
      subject,
      text: 'W załączniku plan dnia. / Please find the call sheet attached.',
      attachments: [{ fileName: sheet.fileName, content: sheet.pdf, contentType: 'application/pdf' }],
    })
    await sandbox.mailbox.deliver(Buffer.from(raw), { into: 'imap', recipients: [person.email] })
  }
}

/** The demo person has this role; whoever was invented for it goes. */
function inPlaceOf(crew: readonly SheetCrew[], role: string, time: string): SheetCrew[] {
  if (!crew.some((each) => each.role === role)) throw new Error(`The demo needs a ${role} on its sheet`)
  return crew.map((each) => (each.role === role ? { ...each, name: person.name, time } : each))
}

function place(id: string): string {
  const found = places.find((each) => each.id === id)
  if (!found) throw new Error(`The demo needs the place ${id}`)
  return found.address
}
