import { closeReader } from '#callsheet'
import { defineService, queued, rows } from '#kernel'
import { emailReceived } from '#services/email'
import { pdf } from '#services/pdf'
import { type Ctx, needs, settings } from './context.ts'
import { correct } from './correct.ts'
import { detailOf, getFile, listDocuments, reviewOf, sheetOf } from './documents.ts'
import { onEmailReceived } from './hear.ts'
import { learn, read, recognise } from './jobs.ts'
import { learnFrom } from './learn.ts'
import { erasePerson, exportPerson } from './personal.ts'
import { getPage } from './picture.ts'
import { readDocument, recogniseDocument } from './read-document.ts'
import { readNow } from './read-now.ts'
import type { Tables } from './tables.ts'

export default defineService({
  contract: pdf,
  tables: rows<Tables>(),
  needs,
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  hears: { emailReceived },
  routes: {
    listDocuments,
    getDocument: (ctx, { documentId }, { userId }) => detailOf(ctx, userId, documentId),
    getFile,
    getPage,
    correct,
    readNow,
    sheetOf,
    reviewOf,
  },
  on: { emailReceived: (_ctx, data, tx, event) => onEmailReceived(tx, data, event) },
  jobs: {
    read: queued(read, (ctx: Ctx, input, meta) => readDocument(ctx, input, meta)),
    learn: queued(learn, (ctx: Ctx, input, meta) => learnFrom(ctx, input, meta)),
    recognise: queued(recognise, (ctx: Ctx, input, meta) => recogniseDocument(ctx, input, meta)),
  },
  personal: { export: exportPerson, erase: (_ctx, userId, tx) => erasePerson(tx, userId) },
  start: async () => closeReader,
})
