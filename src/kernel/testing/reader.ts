import { z } from 'zod'
import { defineContract, defineService, route, rows } from '#kernel'
import { Note, notebook, noteWritten } from './notebook.ts'

export const reader = defineContract('reader', {
  about: 'Hears notes.',
  routes: {
    relay: route({
      method: 'GET',
      path: '/reader/{noteId}',
      summary: 'Reads through the other service',
      allow: 'signed-in',
      input: z.object({ noteId: z.uuid() }),
      output: Note,
    }),
    asService: route({
      method: 'GET',
      path: '/reader/secret',
      summary: 'Asks what only services may',
      allow: 'signed-in',
      output: z.object({ actor: z.string() }),
    }),
  },
})

interface Tables {
  heard: { event_id: string; text: string; correlation_id: string }
}

/** Calls the notebook, and hears of its notes; some of them are traps. */
export const readerService = defineService({
  contract: reader,
  tables: rows<Tables>(),
  needs: { notebook },
  hears: { noteWritten },
  settings: z.object({}),
  migrations: new URL('./migrations/', import.meta.url),
  routes: {
    relay: (ctx, { noteId }) => ctx.call.notebook.read({ noteId }),
    asService: (ctx) => ctx.call.notebook.secret({}),
  },
  on: {
    noteWritten: async (ctx, data, tx, event) => {
      await tx.query
        .insertInto('heard')
        .values({ event_id: event.id, text: data.text, correlation_id: event.correlationid })
        .execute()
      if (data.text.startsWith('poison')) throw new Error('this note cannot be heard')
      if (data.text === 'call out') await ctx.call.notebook.secret({})
      if (data.text === 'second connection') await ctx.db.query.selectFrom('heard').selectAll().execute()
      if (data.text === 'second transaction') await ctx.db.transaction(async () => undefined)
      if (data.text === 'outside call') await ctx.http.provider('nobody').fetch('http://127.0.0.1:1/')
      if (data.text === 'the key of a person') await ctx.secrets.person(data.noteId)
    },
  },
  personal: { export: async () => ({}), erase: async () => {} },
})
