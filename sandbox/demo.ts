import { Api } from './api.ts'
import { generateCallSheet } from './callsheets/index.ts'
import { asEmail } from './callsheets/mail.ts'
import { consentAs } from './consent.ts'
import { accounts, type Sandbox } from './index.ts'
import { places } from './places.ts'

const person = { name: accounts[0]!.name, email: accounts[0]!.email, password: 'klaps-demo-ola' }

/**
 * Makes the demo crew member through the public API (account, addresses, mailbox, calendar) and mails her two call
 * sheets, a Polish and an English one. A second start finds the account and mails nothing.
 */
export async function furnish(houseUrl: string, sandbox: Sandbox): Promise<typeof person> {
  const api = new Api(houseUrl)
  if (!(await api.signUp(person))) return person
  await api.send('PATCH', '/config/settings', {
    home: { address: place('home-domaniewska') },
    stop: { name: 'Panavision', address: place('panavision'), opensAt: '04:00' },
    crewName: person.name,
    crewRole: 'I asystent operatora',
    crewDepartment: 'Kamera',
    language: 'pl',
  })
  await api.send('POST', '/mailboxes/imap', {
    host: sandbox.env.SANDBOX_IMAP_HOST,
    port: Number(sandbox.env.SANDBOX_IMAP_PORT),
    secure: false,
    user: sandbox.env.SANDBOX_IMAP_USER,
    password: sandbox.env.SANDBOX_IMAP_PASSWORD,
  })
  await linkCalendar(api)
  await mailDemoSheets(sandbox)
  return person
}

async function linkCalendar(api: Api): Promise<void> {
  const { url } = await api.send('POST', '/calendar/google')
  const answer = await consentAs(person.email, String(url))
  if (!answer.ok) throw new Error(`The calendar could not be linked: ${answer.status}`)
}

async function mailDemoSheets(sandbox: Sandbox): Promise<void> {
  const today = Temporal.Now.plainDateISO('Europe/Warsaw')
  const polish = await generateCallSheet({
    seed: 12,
    language: 'pl',
    layout: 'polish-plan-dnia',
    overrides: { date: today.add({ days: 1 }).toString() },
  })
  const english = await generateCallSheet({
    seed: 35,
    language: 'en',
    layout: 'studiobinder',
    overrides: { date: today.add({ days: 2 }).toString() },
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

function place(id: string): string {
  const found = places.find((each) => each.id === id)
  if (!found) throw new Error(`The demo needs the place ${id}`)
  return found.address
}
