import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import type { z } from 'zod'
import { blindIndex, notFound, Problem, type Tx, tooMany } from '#kernel'
import type { Ctx } from './context.ts'
import type { Target } from './contract.ts'

import { addressAad } from './places.ts'
import { twilioAccount } from './providers/index.ts'
import { PermanentFailure } from './providers/provider.ts'
import { sendSms, twilioClient } from './providers/twilio.ts'
import type { PhoneCodesRow, Tables } from './tables.ts'
import { findTarget, makeRoom, targetView } from './targets.ts'
import { templates } from './templates/index.ts'

type View = z.output<typeof Target>

const validMinutes = 10
const maximumTries = 5
/** For one person, and for one number whoever asks: SMS cost money, and a stranger's phone is not ours to ring. */
const codesPerHour = 5

/**
 * Adds a phone, unverified, and sends its code. The code itself is not kept: an SMS of unknown outcome is answered
 * with 503, and asking again sends a new code that replaces it.
 */
export async function addPhone(ctx: Ctx, number: string, userId: string): Promise<View> {
  const account = await twilioAccount(ctx)
  if (!account) throw unavailable()
  const { language } = await ctx.call.config.settingsOf({ userId })
  const hash = await blindIndex(ctx, number)
  const cipher = await ctx.secrets.person(userId)
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
  const { target, isNew } = await ctx.db.transaction(async (tx) => {
    await makeRoom(tx, userId, 'sms', hash)
    const known = await findTarget(tx, userId, 'sms', hash)
    if (known?.verified && known.active) return { target: known, isNew: false }
    await limitCodes(tx, userId, hash, ctx.clock.now())
    const id = known?.id ?? crypto.randomUUID()
    const row = {
      label: maskedNumber(number),
      address: cipher.seal(number, addressAad(id)),
      verified: false,
      active: true,
      last_error: null,
    }
    const target = await tx.query
      .insertInto('targets')
      .values({
        id,
        user_id: userId,
        channel: 'sms',
        address_hash: hash,
        created_at: ctx.clock.now(),
        ...row,
      })
      .onConflict((c) => c.column('id').doUpdateSet(row))
      .returningAll()
      .executeTakeFirstOrThrow()
    await keepCode(tx, { targetId: id, userId, hash, code, now: ctx.clock.now() })
    await tx.audit({ action: 'phone number added', target: `target:${id}` })
    return { target, isNew: true }
  })
  if (!isNew) return targetView(target)
  const mark = ctx.sandbox ? `[${templates[language].sandboxMark}] ` : ''
  try {
    await sendSms(twilioClient(ctx.http, account), account, number, mark + templates[language].code(code))
  } catch (error) {
    await ctx.db.query
      .updateTable('targets')
      .set({ last_error: 'code-not-sent' })
      .where('id', '=', target.id)
      .execute()
    if (error instanceof PermanentFailure && error.targetOff)
      throw new Problem(422, 'notification.bad-number', 'No SMS can be sent to this number', { cause: error })
    throw unavailable(error)
  }
  return targetView(target)
}

const unavailable = (cause?: unknown) =>
  new Problem(503, 'notification.sms-unavailable', 'SMS cannot be sent now', { cause })

async function limitCodes(
  tx: Tx<Tables>,
  userId: string,
  hash: string,
  now: Temporal.Instant,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`notification codes ${hash}`}, 0))`.execute(
    tx.query,
  )
  const since = now.subtract({ hours: 1 })
  const { rows } = await sql<{ mine: number; there: number; oldest: Temporal.Instant | null }>`
    select count(*) filter (where user_id = ${userId})::int as mine,
      count(*) filter (where address_hash = ${hash})::int as there, min(sent_at) as oldest
    from phone_codes where sent_at > ${since} and (user_id = ${userId} or address_hash = ${hash})`.execute(
    tx.query,
  )
  const row = rows[0]
  if (!row?.oldest || (row.mine < codesPerHour && row.there < codesPerHour)) return
  throw tooMany(
    row.oldest.add({ hours: 1 }).since(now).total('seconds'),
    'Too many codes were sent, try again later',
  )
}

interface Code {
  targetId: string
  userId: string
  hash: string
  code: string
  now: Temporal.Instant
}

async function keepCode(tx: Tx<Tables>, { targetId, userId, hash, code, now }: Code): Promise<void> {
  await tx.query
    .insertInto('phone_codes')
    .values({
      id: crypto.randomUUID(),
      target_id: targetId,
      user_id: userId,
      address_hash: hash,
      code_hash: codeHash(targetId, hash, code),
      sent_at: now,
      expires_at: now.add({ minutes: validMinutes }),
    })
    .execute()
}

/** Bound to the target and to its keyed hash: a table of all million codes does not help. */
function codeHash(targetId: string, hash: string, code: string): string {
  return createHash('sha256').update([targetId, hash, code].join('\n')).digest('base64url')
}

/** The newest code of a phone counts, for ten minutes and five tries. */
export async function verifyPhone(
  ctx: Ctx,
  { targetId, code }: { targetId: string; code: string },
  userId: string,
): Promise<View> {
  const answer = await ctx.db.transaction(async (tx) => {
    const target = await tx.query
      .selectFrom('targets')
      .selectAll()
      .where('id', '=', targetId)
      .where('user_id', '=', userId)
      .where('channel', '=', 'sms')
      .forUpdate()
      .executeTakeFirst()
    if (!target) throw notFound('target')
    if (target.verified) return targetView(target)
    const kept = await tx.query
      .selectFrom('phone_codes')
      .selectAll()
      .where('target_id', '=', targetId)
      .orderBy('sent_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    const verdict = judge(kept, codeHash(targetId, target.address_hash, code), ctx.clock.now())
    // The try must count, so the refusal is thrown after the commit.
    if (verdict) {
      if (kept) await countTry(tx, kept.id)
      return verdict
    }
    const row = await tx.query
      .updateTable('targets')
      .set({ verified: true, active: true, last_error: null })
      .where('id', '=', targetId)
      .returningAll()
      .executeTakeFirstOrThrow()
    await tx.query
      .updateTable('phone_codes')
      .set({ expires_at: ctx.clock.now() })
      .where('target_id', '=', targetId)
      .execute()
    await tx.audit({ action: 'phone number verified', target: `target:${targetId}` })
    return targetView(row)
  })
  if (answer instanceof Problem) throw answer
  return answer
}

function judge(
  kept: Selectable<PhoneCodesRow> | undefined,
  given: string,
  now: Temporal.Instant,
): Problem | undefined {
  if (!kept || kept.tries >= maximumTries || Temporal.Instant.compare(kept.expires_at, now) <= 0)
    return new Problem(422, 'notification.code-expired', 'This code is no longer valid: ask for a new one')
  if (!timingSafeEqual(Buffer.from(kept.code_hash), Buffer.from(given)))
    return new Problem(422, 'notification.wrong-code', 'This is not the code that was sent')
  return undefined
}

async function countTry(tx: Tx<Tables>, id: string): Promise<void> {
  await tx.query
    .updateTable('phone_codes')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/** `+48 *** *** 123`. */
function maskedNumber(number: string): string {
  return `${number.slice(0, 3)} *** ${number.slice(-3)}`
}
