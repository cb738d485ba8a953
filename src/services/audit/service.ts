import { defineService, rows } from '#kernel'
import { append } from './append.ts'
import { type Ctx, settings } from './context.ts'
import { AuditRecord, audit } from './contract.ts'
import { pageOfRecords, present, recordsBy } from './queries.ts'
import type { Tables } from './tables.ts'
import { verify } from './verify.ts'

/** How long records are kept, days; months are dropped whole. */
const keepDays = 730

export default defineService({
  contract: audit,
  tables: rows<Tables>(),
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  partitions: { records: keepDays },
  routes: {
    list: (ctx: Ctx, input) => pageOfRecords(ctx.db.query, input, input, 'desc'),
    verify: (ctx, span, { signal }) => verify(ctx.db.query, span, signal),
    trail: (ctx, { correlationId, ...paging }) =>
      pageOfRecords(ctx.db.query, { correlationId }, paging, 'asc'),
  },
  batch: append,
  personal: {
    export: async (ctx, userId) => ({
      records: (await recordsBy(ctx.db.query, `user:${userId}`)).map((row) =>
        AuditRecord.encode(present(row)),
      ),
    }),
    // Records carry ids and facts only: once the other services have erased the person, an id leads nowhere.
    erase: async () => {},
  },
})
