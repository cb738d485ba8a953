import { type Generated, type Selectable, sql } from 'kysely'
import { z } from 'zod'
import {
  answerKept,
  type ClaimedRow,
  type Context,
  claimAnswer,
  cutPage,
  cutSnapshot,
  decodeInstantCursor,
  defineContract,
  defineService,
  event,
  Instant,
  job,
  notFound,
  PageQuery,
  Problem,
  pageOf,
  queued,
  route,
  rows,
  type StreamEvent,
  snapshot,
  stateOf,
  type Tx,
  WholeAnswer,
  wholeJson,
} from '#kernel'

/** A small service with every feature of the kernel in it: what the kernel's own tests run on. `reader.ts` hears it, `shelf.ts` copies it. */

export const Note = z.object({ id: z.uuid(), text: z.string(), createdAt: Instant }).meta({ id: 'Note' })
export const noteWritten = event(
  'notebook',
  'note.written',
  z.object({ noteId: z.uuid(), text: z.string(), version: z.int() }),
)
export const noteBurnt = event('notebook', 'note.burnt', z.object({ noteId: z.uuid(), version: z.int() }))

export const notebook = defineContract('notebook', {
  about: 'Notes, for tests of the kernel.',
  permissions: { 'note:read': 'Read notes', 'note:write': 'Write notes' },
  routes: {
    write: route({
      method: 'POST',
      path: '/notes',
      summary: 'Write a note',
      allow: 'signed-in',
      idempotent: true,
      status: 201,
      input: z.object({
        text: z.string().min(1).max(100),
        refuse: z.int().min(400).max(599).optional().describe('Do everything, then answer with this status'),
      }),
      output: Note,
      problems: { 'note.refused': 409 },
    }),
    jot: route({
      method: 'POST',
      path: '/notes/jots',
      summary: 'Write a note without a name, in one statement',
      allow: 'public',
      idempotent: 'own',
      status: 201,
      input: z.object({
        text: z
          .string()
          .trim()
          .refine((text) => text !== 'unwritable', 'cannot be written'),
        times: z.int().min(1).max(3).default(1),
        breaks: z.boolean().default(false).describe('The statement fails'),
      }),
      output: z.object({ text: z.string(), noteIds: z.array(z.uuid()) }),
    }),
    read: route({
      method: 'GET',
      path: '/notes/{noteId}',
      summary: 'Read a note',
      allow: 'signed-in',
      input: z.object({ noteId: z.uuid() }),
      output: Note,
    }),
    list: route({
      method: 'GET',
      path: '/notes',
      summary: 'My notes',
      allow: 'signed-in',
      input: PageQuery.extend({ since: Instant.optional() }),
      output: pageOf(Note),
    }),
    secret: route({
      method: 'GET',
      path: '/notes/secret',
      summary: 'For services',
      allow: 'service',
      output: z.object({ actor: z.string() }),
    }),
    rewrite: route({
      method: 'PUT',
      path: '/notes/{noteId}',
      summary: 'Write a note anew',
      allow: 'signed-in',
      idempotent: true,
      input: z.object({ noteId: z.uuid(), text: z.string().min(1).max(100) }),
    }),
    burn: route({
      method: 'DELETE',
      path: '/notes/{noteId}',
      summary: 'Burn a note',
      allow: 'signed-in',
      idempotent: true,
      input: z.object({ noteId: z.uuid() }),
    }),
    noteStates: snapshot({ path: '/notes/snapshot', events: [noteWritten, noteBurnt] }),
    admin: route({
      method: 'DELETE',
      path: '/notes',
      summary: 'Delete all for good, and tell nobody',
      allow: 'note:write',
    }),
    watch: route({
      method: 'GET',
      path: '/notes/watch',
      summary: 'A greeting, then silence until the caller goes',
      allow: 'signed-in',
      kind: 'stream',
    }),
    scan: route({
      method: 'POST',
      path: '/notes/scans',
      summary: 'Count the bytes of a scanned note',
      allow: 'signed-in',
      kind: 'raw',
      consumes: 'application/octet-stream',
      bodyLimitBytes: 64 * 1024,
    }),
    large: route({
      method: 'POST',
      path: '/notes/large-scans',
      summary: 'The same for large ones',
      allow: 'signed-in',
      kind: 'raw',
      consumes: 'application/octet-stream',
      bodyLimitBytes: 4 * 1024 * 1024,
    }),
    house: route({
      method: 'GET',
      path: '/notes/house-rules',
      summary: 'The same bytes for everybody, made once',
      allow: 'public',
      kind: 'raw',
      produces: 'text/plain',
    }),
    drawing: route({
      method: 'GET',
      path: '/notes/drawing',
      summary: 'A picture, packed already',
      allow: 'public',
      kind: 'raw',
      produces: 'image/png',
    }),
    breaks: route({
      method: 'GET',
      path: '/notes/breaks',
      summary: 'A fault of ours',
      allow: 'public',
      output: z.object({ ok: z.boolean() }),
    }),
  },
  events: { noteWritten, noteBurnt },
})

interface Tables {
  notes: {
    id: string
    owner_id: string
    text: string
    version: Generated<number>
    burnt: Generated<boolean>
    created_at: Temporal.Instant
  }
  worked: { key: string; text: string; attempt: number }
}

type NotebookCtx = Context<Pick<Tables, 'notes' | 'worked'>>

/** A note that begins with this word gets a job that never works. */
const hopeless = job('hopeless', z.object({ text: z.string() }), { retryLimit: 1, retryDelaySeconds: 1 })
const work = job('work', z.object({ text: z.string() }), {
  retryLimit: 3,
  retryDelaySeconds: 1,
  givesWay: true,
})

/** Every refusal differs from the one before, so that a repeated answer can be told from a new one. */
const refusal = (status: number) =>
  new Problem(status, 'note.refused', 'The note is refused', { fields: { attempt: crypto.randomUUID() } })

const houseRules = new WholeAnswer('No notes in the margins. '.repeat(100), {
  'content-type': 'text/plain; charset=utf-8',
  'cache-control': 'public, max-age=60',
})

const drawing = new WholeAnswer(new Uint8Array(4_000), { 'content-type': 'image/png' })

const countBytes = async (request: Request) => Response.json({ bytes: (await request.bytes()).length })

async function* greet(signal: AbortSignal): AsyncGenerator<StreamEvent> {
  yield { event: 'greeting', data: { text: 'hello' } }
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

async function change(
  tx: Tx<Pick<Tables, 'notes' | 'worked'>>,
  noteId: string,
  ownerId: string,
  values: { text: string } | { burnt: true },
) {
  const note = await tx.query
    .updateTable('notes')
    .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
    .where('id', '=', noteId)
    .where('owner_id', '=', ownerId)
    .where('burnt', '=', false)
    .returning('version')
    .executeTakeFirst()
  if (!note) throw notFound('note')
  return note
}

/** A note as the event that told of it last. */
const state = ({ id, text, version, burnt, created_at: at }: Selectable<Tables['notes']>) =>
  burnt
    ? stateOf(noteBurnt, id, at, { noteId: id, version })
    : stateOf(noteWritten, id, at, { noteId: id, text, version })

export const notebookService = defineService({
  contract: notebook,
  tables: rows<Pick<Tables, 'notes' | 'worked'>>(),
  settings: z.object({}),
  migrations: new URL('./migrations/', import.meta.url),
  routes: {
    write: async (_ctx, input, { tx, userId }) => {
      const note = await tx.query
        .insertInto('notes')
        .values({
          id: crypto.randomUUID(),
          owner_id: userId,
          text: input.text,
          created_at: Temporal.Now.instant(),
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      await tx.publish(noteWritten, { noteId: note.id, text: note.text, version: 1 })
      await tx.enqueue(note.text.startsWith('hopeless') ? hopeless : work, { text: note.text })
      if (input.refuse) throw refusal(input.refuse)
      return { id: note.id, text: note.text, createdAt: note.created_at }
    },
    jot: async (ctx, { text, times, breaks }, { idempotency }) => {
      const noteIds = Array.from({ length: times }, () => crypto.randomUUID())
      const nobody = '00000000-0000-4000-8000-000000000000'
      const { rows } = await sql<ClaimedRow>`
        with claim as (${claimAnswer(idempotency, 201, JSON.stringify({ text, noteIds }))}),
        written as (
          insert into notes (id, owner_id, text)
          select id, ${nobody}, ${breaks ? null : text} from unnest(${noteIds}::uuid[]) as id where (select fresh from claim)
        )
        select fresh, input_hash, status, answer from claim`.execute(ctx.db.query)
      answerKept(idempotency, rows[0]!)
      return { text, noteIds }
    },
    read: async (ctx, { noteId }, { userId }) => {
      const note = await ctx.db.query
        .selectFrom('notes')
        .selectAll()
        .where('id', '=', noteId)
        .where('owner_id', '=', userId)
        .where('burnt', '=', false)
        .executeTakeFirst()
      if (!note) throw notFound('note')
      return { id: note.id, text: note.text, createdAt: note.created_at }
    },
    list: async (ctx, { limit, cursor }, { userId }) => {
      const after = decodeInstantCursor(cursor)
      const notes = await ctx.db.query
        .selectFrom('notes')
        .selectAll()
        .where('owner_id', '=', userId)
        .where('burnt', '=', false)
        .$if(after !== undefined, (query) =>
          query.where((row) => row(row.refTuple('created_at', 'id'), '<', row.tuple(after!.at, after!.id))),
        )
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute()
      return cutPage(
        notes,
        limit,
        (note) => ({ key: note.created_at.toString(), id: note.id }),
        (note) => ({ id: note.id, text: note.text, createdAt: note.created_at }),
      )
    },
    rewrite: async (_ctx, { noteId, text }, { tx, userId }) => {
      const { version } = await change(tx, noteId, userId, { text })
      await tx.publish(noteWritten, { noteId, text, version })
    },
    burn: async (_ctx, { noteId }, { tx, userId }) => {
      const { version } = await change(tx, noteId, userId, { burnt: true })
      await tx.publish(noteBurnt, { noteId, version })
    },
    noteStates: async (ctx, { after, limit }) => {
      const notes = await ctx.db.query
        .selectFrom('notes')
        .selectAll()
        .$if(after !== undefined, (query) => query.where('id', '>', after!))
        .orderBy('id')
        .limit(limit + 1)
        .execute()
      return cutSnapshot(notes.map(state), limit)
    },
    secret: (_ctx, _input, { actor }) => wholeJson(notebook.routes.secret, { actor: actor.kind }),
    admin: async (ctx) => void (await ctx.db.query.deleteFrom('notes').execute()),
    watch: (_ctx, _input, { signal }) => greet(signal),
    scan: (_ctx, _input, { request }) => countBytes(request),
    large: (_ctx, _input, { request }) => countBytes(request),
    house: () => houseRules,
    drawing: () => drawing,
    breaks: () => {
      throw new Error('password=hunter2 must not reach the caller')
    },
  },
  jobs: {
    work: queued(work, async (ctx: NotebookCtx, { text }, meta) => {
      if (text.startsWith('flaky') && meta.attempt === 0) throw new Error('first try fails')
      await ctx.db.query
        .insertInto('worked')
        .values({ key: meta.key, text, attempt: meta.attempt })
        .onConflict((c) => c.doNothing())
        .execute()
    }),
    hopeless: queued(hopeless, async () => {
      throw new Error('this never works')
    }),
  },
  personal: {
    export: async () => ({}),
    erase: async (_ctx, userId, tx) =>
      void (await tx.query.deleteFrom('notes').where('owner_id', '=', userId).execute()),
  },
})
