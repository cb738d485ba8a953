import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { inScope } from '#kernel'
import type { Ctx } from './context.ts'
import { openMailbox, takeNew } from './imap-check.ts'
import { noteCheck } from './link.ts'
import { mailboxesChanged } from './mailboxes.ts'
import type { MailboxRow } from './present.ts'
import { after, isWatched } from './queries.ts'

/**
 * A process that died counts as alive for `aliveSeconds` at most, and others look in every `renewMs`: its mailboxes are
 * watched again after 16 seconds at the latest. Three renewals in a row must fail before a living one is taken for dead.
 */
const amongOthers = { renewMs: 4_000, aliveSeconds: 12 }
/** Where no other process could take its mailboxes, a process says less often that it lives. */
const alone = { renewMs: 30_000, aliveSeconds: 90 }
/** A process that has just started has others to serve before it looks for mail. */
const settlingMs = 1_000
/** After that nobody asks any more whether a process was alive. */
const forgottenSeconds = 3_600
/** Connections that one process holds; mailboxes beyond them are polled by their `due_at`. */
const maxWatched = 200
const firstDelayMs = 1_000
const longestDelayMs = 300_000

/**
 * Holds an IDLE connection to each linked IMAP mailbox, so that a message is here within a second. One process per
 * mailbox: its row names it, and `watchers` says whether that process is alive. Polling goes on beside it and finds what
 * a lost connection missed.
 *
 * Two at once, after a process was taken for dead that only hung, cost a connection and do no harm: the folder is open
 * read-only, of two that take a message the fingerprint's key lets one store it, and the mark only moves forward, in the
 * transaction that stores. The one that hung sees at its next look that the mailbox is another's, and hangs up.
 */
export async function watchImap(ctx: Ctx): Promise<() => Promise<void>> {
  const process = randomUUID()
  const watches = new Map<string, { stop: AbortController; done: Promise<void> }>()
  const stopping = new AbortController()

  const follow = async () => {
    const leased = stopping.signal.aborted ? [] : await lease(ctx, process)
    for (const [id, watch] of watches) if (!leased.some((each) => each.id === id)) watch.stop.abort()
    for (const mailbox of leased) {
      if (watches.has(mailbox.id)) continue
      const stop = new AbortController()
      const done = watch(ctx, mailbox, stop.signal).finally(() => watches.delete(mailbox.id))
      watches.set(mailbox.id, { stop, done })
    }
  }
  const look = () =>
    void inScope({ actor: { kind: 'service', name: 'email' }, reason: 'watching mailboxes' }, () =>
      follow().catch((error: unknown) => ctx.log.warn({ err: error }, 'IMAP mailboxes could not be leased')),
    )
  const timer = setInterval(look, (ctx.alone ? alone : amongOthers).renewMs)
  const unhear = ctx.signal.on(mailboxesChanged, look)
  const first = setTimeout(look, settlingMs)
  return async () => {
    stopping.abort()
    clearInterval(timer)
    clearTimeout(first)
    unhear()
    const open = [...watches.values()]
    for (const each of open) each.stop.abort()
    await Promise.allSettled(open.map((each) => each.done))
    await release(ctx, process)
  }
}

/** Says that this process is alive, takes mailboxes that nobody watches, and answers all that it is to watch. */
async function lease(ctx: Ctx, process: string): Promise<MailboxRow[]> {
  await renew(ctx, process)
  const ours = () =>
    ctx.db.query
      .selectFrom('mailboxes')
      .where('kind', '=', 'imap')
      .where('state', '=', 'connected')
      .where('unlinked_at', 'is', null)
      .orderBy('linked_at')
  const held = await ours().selectAll().where('watcher', '=', process).limit(maxWatched).execute()
  const taken = await ctx.db.query
    .updateTable('mailboxes')
    .set({ watcher: process })
    .where('id', 'in', () =>
      ours()
        .select('id')
        .where(sql<boolean>`watcher is distinct from ${process}::uuid`)
        // Whoever else is named there is dead if no other process can be there.
        .where((or) => or.or([or.val(ctx.alone), or.not(isWatched)]))
        .limit(maxWatched - held.length)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute()
  return [...held, ...taken]
}

async function renew(ctx: Ctx, process: string): Promise<void> {
  const { aliveSeconds } = ctx.alone ? alone : amongOthers
  await ctx.db.query
    .insertInto('watchers')
    .values({ process, alive_until: after(aliveSeconds) })
    .onConflict((conflict) => conflict.column('process').doUpdateSet({ alive_until: after(aliveSeconds) }))
    .execute()
  await ctx.db.query.deleteFrom('watchers').where('alive_until', '<', after(-forgottenSeconds)).execute()
}

async function release(ctx: Ctx, process: string): Promise<void> {
  await ctx.db.query.deleteFrom('watchers').where('process', '=', process).execute()
}

/** Connects, takes what is new, idles; again with a growing delay when the connection ends. */
async function watch(ctx: Ctx, mailbox: MailboxRow, stop: AbortSignal): Promise<void> {
  let delayMs = firstDelayMs
  while (!stop.aborted) {
    try {
      if (!(await stay(ctx, mailbox, stop))) return
      delayMs = firstDelayMs
    } catch (error) {
      ctx.log.info({ err: error, mailboxId: mailbox.id }, 'An IMAP mailbox is away; it is tried again')
      await noteCheck(ctx, mailbox.id, 'not-reachable').catch(() => undefined)
    }
    await sleep(delayMs * (0.5 + Math.random() / 2), undefined, { signal: stop }).catch(() => undefined)
    delayMs = Math.min(longestDelayMs, delayMs * 2)
  }
}

/** One connection, from login to its end. False when the server does not let us in any more. */
async function stay(ctx: Ctx, mailbox: MailboxRow, stop: AbortSignal): Promise<boolean> {
  const folder = await openMailbox(ctx, mailbox)
  if (!folder) return false
  const ended = Promise.withResolvers<void>()
  folder.onEnd(() => ended.resolve())
  stop.addEventListener('abort', () => ended.resolve(), { once: true })
  try {
    // One look at a time; news during a look makes one more.
    let looking = Promise.resolve()
    const look = () => {
      looking = looking.then(async () => {
        await takeNew(ctx, mailbox, folder)
        await noteCheck(ctx, mailbox.id, null)
        folder.idle()
      })
      looking.catch(ended.reject)
    }
    folder.onNews(look)
    look()
    await ended.promise
    await looking
  } finally {
    await folder.close()
  }
  return true
}
