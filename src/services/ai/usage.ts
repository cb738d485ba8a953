import { type Selectable, sql } from 'kysely'
import type { z } from 'zod'
import { cutPage, decodeCursor, forbidden, Problem, type RouteHandler } from '#kernel'
import type { Ctx, Meta } from './context.ts'
import type { ai, UsageDay } from './contract.ts'
import type { Tables, UsageDaysRow } from './tables.ts'

type Handler<R extends keyof typeof ai.routes> = RouteHandler<Ctx, Tables, (typeof ai.routes)[R]>
type Row = Selectable<UsageDaysRow>
interface Wanted {
  readonly from?: Temporal.PlainDate | undefined
  readonly to?: Temporal.PlainDate | undefined
  readonly subject?: string | undefined
  readonly model?: string | undefined
  readonly everybody: boolean
}

const longestCsv = 10_000

/** Newest day first. What the last second used is not in it yet. */
export const usage: Handler<'usage'> = async (ctx, { cursor, limit, ...wanted }, meta) => {
  const after = decodeCursor(cursor)
  let query = wantedRows(ctx, wanted, meta)
  if (after) query = query.where(place, '>', after.key)
  const rows = await query
    .orderBy(place)
    .limit(limit + 1)
    .execute()
  return cutPage(rows, limit, (row) => ({ key: row.place, id: 'usage' }), presentUsage)
}

export const usageCsv: Handler<'usageCsv'> = async (ctx, wanted, meta) => {
  const rows = await wantedRows(ctx, wanted, meta).orderBy(place).limit(longestCsv).execute()
  const names = [
    'day',
    'subject',
    'model',
    'upstream',
    'requests',
    'failed',
    'cached',
    'estimated',
    'inputTokens',
    'outputTokens',
    'costMicrodollars',
  ] as const
  const lines = rows.map((row) => {
    const shown = presentUsage(row)
    return names.map((name) => cell(String(shown[name]))).join(',')
  })
  return new Response([names.join(','), ...lines, ''].join('\r\n'), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="ai-usage.csv"',
    },
  })
}

/** RFC 4180; a model's name comes from callers, and a spreadsheet must not take it for a formula. */
function cell(text: string): string {
  const safe = /^[=+@-]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Days descending, then the rest of the key: one text to sort and to go on by, short enough for a cursor. */
const place = sql<string>`to_char(99999999 - to_char(day, 'YYYYMMDD')::int, 'FM00000000')
  || md5(subject || ' ' || model || ' ' || upstream)`

function wantedRows(ctx: Ctx, { from, to, subject, model, everybody }: Wanted, meta: Meta) {
  if (everybody && !meta.can('ai:manage')) throw forbidden('ai:manage')
  if (from && to && Temporal.PlainDate.compare(from, to) > 0)
    throw new Problem(422, 'invalid', 'from: must not be after to')
  let query = ctx.db.query.selectFrom('usage_days').selectAll().select(place.as('place'))
  if (!everybody) query = query.where('user_id', '=', meta.userId)
  if (from) query = query.where('day', '>=', from)
  if (to) query = query.where('day', '<=', to)
  if (subject) query = query.where('subject', '=', subject)
  if (model) query = query.where('model', '=', model)
  return query
}

export const presentUsage = (row: Row): z.output<typeof UsageDay> => ({
  day: row.day,
  subject: row.subject,
  model: row.model,
  upstream: row.upstream,
  requests: row.requests,
  failed: row.failed,
  cached: row.cached,
  estimated: row.estimated,
  inputTokens: row.input_tokens,
  outputTokens: row.output_tokens,
  costMicrodollars: row.cost_microdollars,
})
