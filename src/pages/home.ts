import { html, raw } from 'hono/html'
import type { OutsideWorld } from '../cli/outside-world.ts'
import type { App } from '../kernel/http/server.ts'
import { type DayView, type LogStep, type MailView, PublicApi } from './public-api.ts'

type Html = ReturnType<typeof html>

/**
 * The start page: in the sandbox the demo crew member's next days, read through the public API with her own token;
 * else how to begin. Plain and server-rendered: it needs no script.
 */
export async function homePage(app: App, sandbox: OutsideWorld | undefined): Promise<string> {
  const person = sandbox?.demo()
  const content = person ? await demoContent(new PublicApi(app), person) : welcome(sandbox !== undefined)
  return String(await page(content, sandbox))
}

async function demoContent(
  api: PublicApi,
  person: { name: string; email: string; password: string },
): Promise<Html> {
  const signedIn = await api.signIn(person)
  if (!signedIn) return welcome(true)
  const [days, mails] = await Promise.all([api.days(), api.mails()])
  return await html`
    <p>Days of <strong>${person.name}</strong>, who sees what every crew member sees. Sign in to the API as
      <code>${person.email}</code> with the password <code>${person.password}</code>.</p>
    ${days.length === 0 ? html`<p>Her first call sheets are on their way; reload in a moment.</p>` : days.map(dayArticle)}
    <h2>Mail</h2>
    ${mails.map(mailDetails)}`
}

function dayArticle(day: DayView): Html {
  return html`<article>
    <div class="when"><h2>${day.dateText}: ${day.productionTitle}</h2><span class="state">${day.state}</span></div>
    <p class="wake">${day.wakeUp ?? html`<small>no wake-up time yet</small>`} ${day.wakeUp ? html`<small>wake up</small>` : ''}</p>
    <ol class="timeline">${day.timeline.map((each) => html`<li><time>${each.time}</time><span>${each.what}</span></li>`)}</ol>
    ${section('Route', day.legs)}
    ${section('Weather', day.weather)}
    ${day.warnings.length > 0 ? html`<h3>Warnings</h3><ul>${day.warnings.map((each) => html`<li class="${each.severity}">${each.text}</li>`)}</ul>` : ''}
    ${section('What changed', day.changes)}
    ${day.missing.length > 0 ? html`<p class="warning">Still missing: ${day.missing.join(', ')}</p>` : ''}
  </article>`
}

function section(title: string, lines: readonly string[]): Html | string {
  return lines.length > 0
    ? html`<h3>${title}</h3><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`
    : ''
}

function mailDetails(mail: MailView): Html {
  return html`<details><summary>${mail.receivedText}: ${mail.subject} <span class="state">${mail.state}</span></summary>
    ${mail.reason ? html`<p class="warning">${mail.reason}</p>` : ''}
    <div class="scroll"><table><caption class="muted">Processing log, correlation id ${mail.correlationId}</caption>
      <thead><tr><th>Step</th><th>Service</th><th>Started</th><th>Took</th><th>Outcome</th></tr></thead>
      <tbody>${mail.steps.map(stepRow)}</tbody></table></div></details>`
}

function stepRow(step: LogStep): Html {
  return html`<tr><td>${step.step}</td><td>${step.service}</td><td>${step.startedText}</td>
    <td>${step.durationMs === null ? '' : `${Math.round(step.durationMs)} ms`}</td>
    <td class="${step.outcome}">${step.outcome}${step.detail ? `: ${step.detail}` : ''}</td></tr>`
}

function welcome(sandbox: boolean): Html {
  return html`<p>Klaps reads the call sheets that arrive in a crew member's mailbox and plans their day.</p>
    <ol><li>Create an account: <code>POST /api/v1/auth/sign-up</code></li>
      <li>Set your addresses: <code>PATCH /api/v1/config/settings</code></li>
      <li>Link a mailbox or upload a PDF: <code>POST /api/v1/mailboxes/imap</code>, <code>POST /api/v1/emails/upload</code></li></ol>
    ${sandbox ? html`<p>The demo person is being made; reload in a moment.</p>` : ''}`
}

async function page(content: Html, sandbox: OutsideWorld | undefined): Promise<Html> {
  return await html`${raw('<!doctype html>')}
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Klaps</title>
<link rel="stylesheet" href="/assets/klaps.css"></head>
<body>
<header><h1>Klaps</h1><nav><a href="/api/docs">API reference</a> · <a href="/health">Health</a>${sandbox ? html` · <a href="${sandbox.url}">Sandbox</a>` : ''}</nav></header>
${sandbox ? html`<p class="sandbox"><strong>Sandbox.</strong> Mail, maps, weather, calendar and messages are simulated on this machine. Nothing here is real and nothing leaves it.</p>` : ''}
<main>${content}</main>
<footer class="muted">From the call sheet to the cinema seat.</footer>
</body></html>`
}
