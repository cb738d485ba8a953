import { html, raw } from 'hono/html'
import type { OutsideWorld } from '../cli/outside-world.ts'
import { boxOfficeSection } from './box-office.ts'
import {
  type DayView,
  type LogStep,
  type MailView,
  type Moment,
  type ShowtimeView,
  shownZone,
} from './public-api.ts'

type Html = ReturnType<typeof html>

/** What the start page shows of the demo crew member, and of the invented cinema. */
export interface DemoView {
  readonly person: { readonly name: string; readonly email: string; readonly password: string }
  readonly days: readonly DayView[]
  readonly mails: readonly MailView[]
  readonly showtimes: readonly ShowtimeView[]
}

/**
 * The start page: in the sandbox the demo crew member's next days and what is on at the cinema; else how to begin. Plain
 * and server-rendered, it needs no script; while mails are on their way it reloads itself.
 *
 * @param origin under which the page was asked for, such as `http://localhost:3000`
 */
export async function homePage(
  demo: DemoView | undefined,
  sandbox: OutsideWorld | undefined,
  origin: string,
): Promise<string> {
  const waits = demo ? isUnderWay(demo) : sandbox !== undefined
  return String(await page(demo ? demoContent(demo, origin) : welcome(sandbox !== undefined), sandbox, waits))
}

/** Her first mails have not come yet, or something is still being made of one. */
const isUnderWay = ({ mails }: DemoView) => mails.length === 0 || mails.some((mail) => mail.isUnderWay)

/** What stands at `/` while the services cannot answer it. */
export async function unavailablePage(sandbox: OutsideWorld | undefined): Promise<string> {
  const content = html`<p>The days cannot be shown at the moment. This page tries again by itself;
    <a href="/health">Health</a> says what is missing.</p>`
  return String(await page(content, sandbox, true))
}

function demoContent(demo: DemoView, origin: string): Html {
  const { person, days, mails, showtimes } = demo
  return html`<p>Two parts: the <a href="#crew">day of a crew member</a>, planned from the call sheet in her mail, and the
      <a href="#box-office">box office of a cinema</a>.</p>
    <h2 id="crew">The next days of ${person.name}</h2>
    <p>An invented crew member, who sees what every crew member sees. To try the API as her, sign in as
      <code>${person.email}</code> with the password <code>${person.password}</code>.</p>
    ${days.map(dayArticle)}
    ${isUnderWay(demo) ? html`<p role="status">Call sheets of hers are on their way.</p>` : ''}
    ${days.length === 0 && !isUnderWay(demo) ? html`<p role="status">No days ahead.</p>` : ''}
    <section aria-labelledby="mail"><h2 id="mail">Her mail and what became of it</h2>
    ${mails.length === 0 ? html`<p>No mail yet.</p>` : mails.map(mailDetails)}</section>
    ${boxOfficeSection(showtimes, origin)}`
}

function dayArticle(day: DayView): Html {
  const id = `day-${day.dayId}`
  return html`<article aria-labelledby="${id}">
    <div class="when"><h3 id="${id}">${day.dateText}: ${day.productionTitle}</h3><span class="state">${day.state}</span></div>
    ${day.calledOff ? html`<p class="wake"><span class="label">Called off</span></p>` : plan(day)}
    ${section('What changed', day.changes)}
  </article>`
}

function plan(day: DayView): Html {
  return html`<p class="wake">${day.wakeUp ? html`<span class="label">Wake up</span> ${time(day.wakeUp)}` : html`<span class="label">No wake-up time yet</span>`}</p>
    <p>${day.call ? time(day.call) : ''} ${day.callText}</p>
    <ol class="timeline">${day.timeline.map((each) => html`<li>${time(each.time)}<span>${each.what}</span></li>`)}</ol>
    ${day.warnings.length > 0 ? html`<h4>Warnings</h4><ul>${day.warnings.map((each) => html`<li class="${each.severity}">${each.text}</li>`)}</ul>` : ''}
    ${section('Route', [...day.legs, ...day.buffers])}
    ${section('Weather', day.weather)}
    ${day.missing.length > 0 ? html`<p class="warning">Still missing: ${day.missing.join(', ')}</p>` : ''}`
}

const time = ({ clock, machine, weekday }: Moment) =>
  html`<time datetime="${machine}">${weekday ? `${weekday} ` : ''}${clock}</time>`

function section(title: string, lines: readonly string[]): Html | string {
  return lines.length > 0
    ? html`<h4>${title}</h4><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`
    : ''
}

function mailDetails(mail: MailView): Html {
  return html`<details><summary><strong>${mail.subject || '(no subject)'}</strong> <span class="state">${mail.state}</span>
      <span class="muted">${mail.receivedText}</span></summary>
    ${mail.reason ? html`<p class="warning">${mail.reason}</p>` : ''}
    <div class="scroll" tabindex="0" role="region" aria-label="Processing log of ${mail.subject}">
      <table><caption>Processing log, times of ${shownZone}, correlation id <code>${mail.correlationId}</code></caption>
      <thead><tr><th scope="col">Step</th><th scope="col">Service</th><th scope="col">Outcome</th><th scope="col">Started</th><th scope="col">Took</th></tr></thead>
      <tbody>${mail.steps.map(stepRow)}</tbody></table></div></details>`
}

function stepRow(step: LogStep): Html {
  return html`<tr><th scope="row">${step.step}</th><td>${step.service}</td>
    <td class="${step.outcome}">${step.outcome}${step.detail ? `: ${step.detail}` : ''}</td>
    <td>${step.startedText}</td><td>${step.durationMs === null ? '' : `${Math.round(step.durationMs)} ms`}</td></tr>`
}

function welcome(sandbox: boolean): Html {
  return html`<h2>Begin with the crew</h2>
    <p>Klaps reads the call sheets that arrive in a crew member's mailbox and plans their day.</p>
    <ol><li>Create an account: <code>POST /api/v1/auth/sign-up</code></li>
      <li>Set your addresses: <code>PATCH /api/v1/config/settings</code></li>
      <li>Link a mailbox or upload a PDF: <code>POST /api/v1/mailboxes/imap</code>, <code>POST /api/v1/emails/upload</code></li></ol>
    <h2>Begin with the box office</h2>
    <p>Klaps sells the seats of a cinema, and never one of them twice.</p>
    <ol><li>As an administrator (<code>KLAPS_ADMIN_EMAIL</code>) add a theater, a screen with its seats, prices and a movie:
        <code>POST /api/v1/theaters</code>, <code>/screens</code>, <code>/showtimes/price-lists</code>, <code>/movies</code></li>
      <li>Put a showtime on sale: <code>POST /api/v1/showtimes</code>; everybody sees it at <a href="/api/v1/showtimes">/api/v1/showtimes</a></li>
      <li>Hold seats, pay, get the tickets: <code>POST /api/v1/bookings</code>, <code>POST /api/v1/payments</code>, <code>GET /api/v1/bookings/{id}/tickets.pdf</code></li></ol>
    <p>The <a href="/api/docs">API reference</a> runs each of them from the browser.</p>
    ${sandbox ? html`<p role="status">The demo crew member is being made.</p>` : ''}`
}

async function page(content: Html, sandbox: OutsideWorld | undefined, reloads: boolean): Promise<Html> {
  return await html`${raw('<!doctype html>')}
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="Klaps: from the call sheet to the cinema seat"><title>Klaps</title>
${reloads ? html`<meta http-equiv="refresh" content="3">` : ''}
<link rel="stylesheet" href="/assets/klaps.css"><link rel="icon" href="data:,"></head>
<body>
<header><h1>Klaps</h1><nav aria-label="Pages"><ul><li><a href="/api/docs">API reference</a></li><li><a href="/health">Health</a></li>${sandbox ? html`<li><a href="${sandbox.url}">Sandbox</a></li>` : ''}</ul></nav></header>
${sandbox ? html`<p class="sandbox"><strong>Sandbox.</strong> Mail, maps, weather, calendar, messages and payments are simulated on this machine. Nothing here is real and nothing leaves it.</p>` : ''}
<main>${content}</main>
<footer>From the call sheet to the cinema seat.</footer>
</body></html>`
}
