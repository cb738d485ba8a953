import { randomBytes } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import type { z } from 'zod'
import { cutPage, decodeInstantCursor, notFound, Problem } from '#kernel'
import type { Ctx } from './context.ts'
import type { Voucher, VoucherDraft } from './contract.ts'
import type { Tables } from './tables.ts'
import { codeFrom, codeHash } from './voucher-codes.ts'

type Row = Selectable<Tables['vouchers']>
type Presented = z.output<typeof Voucher>

/**
 * Makes vouchers. Their codes are in this answer and nowhere else.
 *
 * @throws Problem 409 when the code that was asked for is taken
 */
export async function addVouchers(
  ctx: Ctx,
  { draft, count }: { draft: z.output<typeof VoucherDraft>; count: number },
): Promise<{ items: Presented[] }> {
  const codes = Array.from({ length: count }, () => draft.code ?? codeFrom(randomBytes(16)))
  const uses = draft.uses ?? (draft.kind === 'amount' ? null : 1)
  return await ctx.db.transaction(async (tx) => {
    const { rows } = await sql<Row>`
      insert into vouchers (voucher_id, code_hash, code_ending, kind, percent, amount, free_seats, currency, uses_left,
        amount_left, expires_at, created_at)
      select gen_random_uuid(), hash, ending, ${draft.kind}, ${draft.percent}, ${draft.amount}, ${draft.freeSeats},
        ${draft.kind === 'amount' ? draft.currency : null}, ${uses}, ${draft.amount}, ${draft.expiresAt}, booking.now()
      from unnest(${codes.map(codeHash)}::bytea[], ${codes.map((code) => code.slice(-4))}::text[]) as made(hash, ending)
      on conflict (code_hash) do nothing returning *`.execute(tx.query)
    if (rows.length < count)
      throw new Problem(409, 'booking.voucher-exists', 'There is a voucher with this code')
    await tx.audit({
      action: 'booking.vouchers-made',
      target: `voucher:${rows[0]!.voucher_id}`,
      details: { kind: draft.kind, count },
    })
    const codeOf = new Map(codes.map((code) => [codeHash(code).toString('hex'), code]))
    return { items: rows.map((row) => presentVoucher(row, codeOf.get(row.code_hash.toString('hex')))) }
  })
}

export async function listVouchers(
  ctx: Ctx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: Presented[]; nextCursor: string | null }> {
  const after = decodeInstantCursor(cursor)
  const rows = await ctx.db.query
    .selectFrom('vouchers')
    .selectAll()
    .$if(after !== undefined, (query) =>
      query.where((row) =>
        row(row.refTuple('created_at', 'voucher_id'), '<', row.tuple(after!.at, after!.id)),
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('voucher_id', 'desc')
    .limit(limit + 1)
    .execute()
  return cutPage(
    rows,
    limit,
    (row) => ({ key: row.created_at.toString(), id: row.voucher_id }),
    (row) => presentVoucher(row),
  )
}

/** From now on nobody can use it. @throws Problem 404 when there is none */
export async function withdrawVoucher(ctx: Ctx, { voucherId }: { voucherId: string }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const { rows } = await sql<{ is_news: boolean }>`
      with before as (select voucher_id, withdrawn_at from vouchers where voucher_id = ${voucherId} for update)
      update vouchers v set withdrawn_at = coalesce(v.withdrawn_at, booking.now()) from before
      where v.voucher_id = before.voucher_id returning before.withdrawn_at is null as is_news`.execute(
      tx.query,
    )
    if (!rows[0]) throw notFound('voucher')
    if (rows[0].is_news)
      await tx.audit({ action: 'booking.voucher-withdrawn', target: `voucher:${voucherId}` })
  })
}

/**
 * What a code is worth to whoever has it.
 *
 * @throws Problem 422 when nobody can use it any more, or ever could; 409 when it is used up
 */
export async function checkVoucher(ctx: Ctx, { code }: { code: string }) {
  const row = await ctx.db.query
    .selectFrom('vouchers')
    .selectAll()
    .where('code_hash', '=', codeHash(code))
    .where('withdrawn_at', 'is', null)
    .where(sql<boolean>`expires_at is null or expires_at > booking.now()`)
    .executeTakeFirst()
  if (!row) throw new Problem(422, 'booking.voucher-unknown', 'There is no such voucher, or it has ended')
  if (row.uses_left === 0 || row.amount_left === 0)
    throw new Problem(409, 'booking.voucher-spent', 'This voucher is used up')
  const { id: _, createdAt: __, withdrawn: ___, ...worth } = presentVoucher(row)
  return worth
}

function presentVoucher(row: Row, code: string = row.code_ending): Presented {
  return {
    id: row.voucher_id,
    code,
    kind: row.kind as Presented['kind'],
    percent: row.percent,
    amount: row.amount,
    freeSeats: row.free_seats,
    currency: row.currency,
    usesLeft: row.uses_left,
    amountLeft: row.amount_left,
    expiresAt: row.expires_at,
    withdrawn: row.withdrawn_at !== null,
    createdAt: row.created_at,
  }
}
