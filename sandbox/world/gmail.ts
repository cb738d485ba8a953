import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { decodeWords } from 'postal-mime'
import type { GoogleEmulator } from './google-emulator.ts'
import { respond } from './google-oauth.ts'
import { type GoogleTokens, googleError } from './google-tokens.ts'
import type { StandIn } from './world.ts'

type Json = Record<string, unknown>

/**
 * Gmail API v1. Messages, attachments, labels and history come from the package `emulate`; in front of it we check
 * tokens (the emulator takes any), answer `users.getProfile` (it has none), refuse a history id from before the
 * emulator started (404, as Gmail does for ids that are too old), understand `filename:` in searches and decode the
 * file names of parts as Gmail does.
 */
export function gmail(emulator: GoogleEmulator, tokens: GoogleTokens): StandIn {
  const app = new Hono<{ Bindings: HttpBindings; Variables: { person: string } }>()
  let historyFloor = newHistoryFloor()
  app.use(async (context, next) => {
    const person = tokens.personOf(context.req.header('authorization'))
    if (!person) return context.json(googleError(401), 401)
    context.set('person', person)
    return next()
  })
  app.get('/gmail/v1/users/:userId/profile', async (context) => {
    const email = context.var.person
    const list = await emulator.call('GET', '/gmail/v1/users/me/messages?maxResults=1', { email })
    const history = await emulator.call('GET', `/gmail/v1/users/me/history?startHistoryId=${historyFloor}`, {
      email,
    })
    return context.json({
      emailAddress: email,
      messagesTotal: parse(list.body).resultSizeEstimate ?? 0,
      threadsTotal: parse(list.body).resultSizeEstimate ?? 0,
      historyId: later(String(parse(history.body).historyId ?? '0'), historyFloor),
    })
  })
  app.use('/gmail/v1/users/:userId/history', async (context, next) => {
    const start = context.req.query('startHistoryId') ?? ''
    if (/^\d+$/.test(start) && BigInt(start) < BigInt(historyFloor))
      return context.json(googleError(404), 404)
    return next()
  })
  app.all('*', async (context) => {
    const url = new URL(context.req.url)
    const query = url.searchParams.get('q')
    if (query) url.searchParams.set('q', query.replaceAll(/filename:\S+/g, 'has:attachment'))
    const answer = await emulator.call(context.req.method, `${url.pathname}${url.search}`, {
      email: context.var.person,
      contentType: context.req.header('content-type'),
      body: context.req.method === 'GET' ? undefined : Buffer.from(await context.req.arrayBuffer()),
    })
    if (answer.status !== 200 || !answer.contentType.includes('json') || answer.body.length === 0)
      return respond(answer)
    const shown = inGmailsWords(parse(answer.body), historyFloor)
    return respond({ ...answer, body: Buffer.from(JSON.stringify(shown)) })
  })
  return {
    name: 'gmail',
    app: new Hono<{ Bindings: HttpBindings }>().route('/', app),
    refusal: (status) => googleError(status),
    reset: () => {
      historyFloor = newHistoryFloor()
    },
  }
}

/** The emulator numbers its history by the wall clock, so the same clock tells what is older than it. */
function newHistoryFloor(): string {
  return `${Temporal.Now.instant().epochMilliseconds}00000000`
}

function parse(body: Buffer): Json {
  return JSON.parse(body.toString('utf8')) as Json
}

function later(one: string, other: string): string {
  return BigInt(one) > BigInt(other) ? one : other
}

function inGmailsWords(answer: Json, historyFloor: string): Json {
  decodeFileNames(answer.payload)
  if (answer.historyId === '0') answer.historyId = historyFloor
  return answer
}

function decodeFileNames(part: unknown): void {
  if (typeof part !== 'object' || part === null) return
  if ('filename' in part && typeof part.filename === 'string') part.filename = decodeWords(part.filename)
  if ('parts' in part && Array.isArray(part.parts)) for (const child of part.parts) decodeFileNames(child)
}
