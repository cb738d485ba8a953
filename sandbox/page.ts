import { html, raw } from 'hono/html'
import type { StandIns } from './stand-ins.ts'
import type { Mail } from './world/mailbox.ts'
import type { Smtp } from './world/smtp.ts'
import type { World } from './world/world.ts'

type Html = ReturnType<typeof html>

const shownRows = 50
/** Of a mail. */
const shownCharacters = 20_000

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:0 auto;padding:1rem;color:#1a1a1a;background:#fff}
.warning{background:#ffd54a;padding:1rem;font-weight:700}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #ccc;vertical-align:top}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f4f4f4;padding:1rem}`

function page(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${raw(style)}</style></head>
<body>
<p class="warning">SANDBOX. Nothing here is real: mails, calendars, messages and maps live in this process only.</p>
<main>${body}</main>
</body>
</html>`
}

function table(caption: string, heads: string[], rows: readonly (string | number | Html)[][]): Html {
  if (rows.length === 0) return html`<h2>${caption}</h2><p>Nothing yet.</p>`
  return html`<h2>${caption}</h2>
<table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table>`
}

/** What the world looks like now: mailbox, calendar, everything the product sent. */
export function indexPage(world: World, standIns: StandIns, smtp: Smtp): Html {
  const mails = newest(standIns.mailbox.messages()).map((mail) => {
    const link = html`<a href="/mail/${mail.uid}">${mail.subject || '(no subject)'}</a>`
    return [time(mail.receivedAtMs), mail.account, mail.from, link]
  })
  const events = standIns.calendar.calendars.calendars().flatMap((calendar) => {
    const kept = [...calendar.events.values()].filter((event) => event.status !== 'cancelled')
    return kept.map((event) => [
      calendar.owner,
      event.start?.dateTime ?? event.start?.date ?? '',
      event.summary ?? '',
      event.location ?? '',
    ])
  })
  return page(
    'Klaps sandbox',
    html`<h1>Klaps sandbox</h1>
<p>Clock: ${world.clock.now().toString({ smallestUnit: 'second' })} (UTC). ${world.faults.list().length} faults set.</p>
<p><a href="/telegram/">Chat with the Telegram bot</a></p>
${table('Mailbox', ['received', 'account', 'from', 'subject'], mails)}
${table('Calendar', ['owner', 'start', 'summary', 'location'], events.slice(-shownRows))}
${table(
  'Mail sent by SMTP',
  ['sent', 'to', 'subject'],
  newest(smtp.sent()).map((mail) => [mail.sentAt, mail.to.join(', '), mail.subject]),
)}
${table(
  'Mail sent by SendGrid',
  ['sent', 'to', 'subject'],
  newest(standIns.sendGrid.sent()).map((mail) => [mail.sentAt, mail.to.join(', '), mail.subject]),
)}
${table(
  'SMS',
  ['sent', 'to', 'text'],
  newest(standIns.twilio.sent()).map((sms) => [sms.sentAt, sms.to, sms.body]),
)}
${table(
  'Push',
  ['received', 'payload'],
  newest(standIns.push.received()).map((push) => [push.receivedAt, push.text]),
)}
${table(
  'Requests',
  ['at', 'stand-in', 'request', 'status'],
  newest(world.journal.all()).map((entry) => [
    entry.at,
    entry.standIn,
    `${entry.method} ${entry.path.slice(0, 120)}`,
    entry.status ?? 'none',
  ]),
)}`,
  )
}

/** A mail as its reader sees it, and as it came. */
export async function mailPage(mail: Mail): Promise<Html> {
  const { default: PostalMime } = await import('postal-mime')
  const { text = '', attachments } = await PostalMime.parse(mail.raw)
  const files = attachments.map(({ filename, mimeType }) => filename ?? mimeType)
  return page(
    mail.subject,
    html`<h1>${mail.subject || '(no subject)'}</h1><p><a href="/">Back</a></p>
<p>${mail.from}, ${time(mail.receivedAtMs)}</p>
<pre>${text.slice(0, shownCharacters)}</pre>
${files.length > 0 ? html`<p>Attached: ${files.join(', ')}</p>` : ''}
<details><summary>As it came</summary><pre>${mail.raw.toString('utf8', 0, shownCharacters)}</pre></details>`,
  )
}

function newest<T>(items: readonly T[]): T[] {
  return items.slice(-shownRows).toReversed()
}

function time(epochMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toString({ smallestUnit: 'second' })
}
