import { z } from 'zod'
import { copyOf, defineContract, defineService, rows, type Tx, uuidRows } from '#kernel'
import { noteBurnt, notebook, noteWritten } from './notebook.ts'

export const shelf = defineContract('shelf', { about: 'Keeps a copy of every note.', routes: {} })

interface Tables {
  shelved: { note_id: string; text: string | null; version: number; history: boolean }
}

/** The one way in which a state comes onto the shelf, from an event or from a snapshot. */
async function shelve(
  tx: Tx<Tables>,
  { noteId, text, version }: { noteId: string; text?: string; version: number },
  { history = false }: { history?: boolean },
): Promise<boolean> {
  const row = { text: text ?? null, version, history }
  const kept = await tx.query
    .insertInto('shelved')
    .values({ note_id: noteId, ...row })
    .onConflict((conflict) =>
      conflict.column('note_id').doUpdateSet(row).whereRef('shelved.version', '<', 'excluded.version'),
    )
    .returning('note_id')
    .executeTakeFirst()
  return kept !== undefined
}

/** The smallest service that copies what another owns, and heals it. */
export const shelfService = defineService({
  contract: shelf,
  tables: rows<Tables>(),
  hears: { noteWritten, noteBurnt },
  settings: z.object({}),
  migrations: new URL('./migrations/', import.meta.url),
  routes: {},
  on: {
    noteWritten: (_ctx, data, tx, event) => shelve(tx, data, event),
    noteBurnt: (_ctx, data, tx, event) => shelve(tx, data, event),
  },
  copies: {
    notes: copyOf(notebook, 'noteStates', uuidRows<Tables>('shelved', 'note_id')),
  },
  personal: { export: async () => ({}), erase: async () => {} },
})
