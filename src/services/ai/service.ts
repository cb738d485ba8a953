import { defineService, rows } from '#kernel'
import { credentialChanged } from '#services/config'
import { dropOver, nextDead, settleDead } from './allowance-queries.ts'
import { complete } from './complete.ts'
import { type Ctx, needs, settings } from './context.ts'
import { ai } from './contract.ts'
import { createKey, listKeys, revokeKey, updateKey } from './keys.ts'
import { getModel, listModels } from './models.ts'
import { erasePerson, exportPerson } from './personal.ts'
import {
  deleteModelRoute,
  deletePrice,
  listModelRoutes,
  listPrices,
  setModelRoute,
  setPrice,
} from './prices.ts'
import { proxy } from './proxy.ts'
import { startState, stateOf, upstreamsChanged } from './state.ts'
import type { Tables } from './tables.ts'
import { transcribe } from './transcribe.ts'
import { lacking, upstreamNames } from './upstreams.ts'
import { usage, usageCsv } from './usage.ts'

export default defineService({
  contract: ai,
  tables: rows<Tables>(),
  needs,
  hears: { credentialChanged },
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  routes: {
    chatCompletions: (ctx, _input, meta) => proxy(ctx, 'chat/completions', meta),
    responses: (ctx, _input, meta) => proxy(ctx, 'responses', meta),
    embeddings: (ctx, _input, meta) => proxy(ctx, 'embeddings', meta),
    transcriptions: (ctx, _input, meta) => proxy(ctx, 'audio/transcriptions', meta),
    listModels: (ctx, _input, meta) => listModels(ctx, meta),
    getModel: (ctx, { model }, meta) => getModel(ctx, model, meta),
    complete,
    transcribe,
    listKeys,
    createKey,
    updateKey,
    revokeKey,
    listPrices,
    setPrice,
    deletePrice,
    listModelRoutes,
    setModelRoute,
    deleteModelRoute,
    listUpstreams,
    usage,
    usageCsv,
  },
  on: {
    credentialChanged: async (ctx: Ctx, _data, tx) =>
      tx.afterCommit(() => {
        stateOf(ctx).upstreams.forget()
        ctx.signal.send(upstreamsChanged)
      }),
  },
  jobs: {
    settleDead: { every: 'PT5S', due: nextDead, run: (ctx: Ctx) => settleDead(ctx.db.query) },
    dropOver: { every: 'PT10M', run: (ctx: Ctx) => dropOver(ctx.db.query) },
  },
  personal: { export: exportPerson, erase: erasePerson },
  start: startState,
})

async function listUpstreams(ctx: Ctx) {
  const known = await stateOf(ctx).upstreams.all()
  const items = upstreamNames.map((upstream) => ({
    upstream,
    configured: known.has(upstream),
    lacks: [...lacking[upstream]],
  }))
  return { items }
}
