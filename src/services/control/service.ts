import { defineService, rows } from '#kernel'
import { type Ctx, needs, settings } from './context.ts'
import { control } from './contract.ts'
import { keepSteps } from './hear.ts'
import { mcpMetadata, serveMcp } from './mcp/serve.ts'
import { forgetInstances, noteBeat, registry } from './registry.ts'
import { forgetRuns, getRun, keepRunDays, listExpectations, listRuns, setExpectation } from './runs.ts'
import { streamChanges } from './stream.ts'
import { findStuck, nextLate } from './stuck.ts'
import { dropFlag, listFlags, setFlag, setSystem, systemState } from './switches.ts'
import type { Tables } from './tables.ts'
import { myTools, useTool } from './tools/use.ts'
import {
  discardLetter,
  getLetter,
  listLetters,
  listQueues,
  listTimers,
  pauseQueue,
  pauseTimer,
  retryLetter,
  runTimer,
} from './work.ts'

export default defineService({
  contract: control,
  tables: rows<Tables>(),
  needs,
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  partitions: { steps: keepRunDays },
  routes: {
    beat: noteBeat,
    registry: (ctx: Ctx) => registry(ctx),
    listRuns,
    getRun,
    listExpectations,
    setExpectation,
    listTimers,
    runTimer,
    pauseTimer,
    listQueues,
    pauseQueue,
    listLetters,
    getLetter,
    retryLetter,
    discardLetter,
    listFlags,
    myFlags: (ctx, _input, { actor, userId }) => ({
      flags: ctx.flags.all({ userId, roles: actor.kind === 'user' ? actor.roles : [] }),
    }),
    setFlag,
    dropFlag,
    system: systemState,
    setSystem,
    mcpMetadata: (ctx) => mcpMetadata(ctx),
    mcp: serveMcp,
    myTools: (_ctx, _input, meta) => myTools(meta),
    useTool,
    stream: (ctx, _input, { request, signal }) => streamChanges(ctx, request, signal),
  },
  batch: keepSteps,
  jobs: {
    findStuck: { every: 'PT5S', due: nextLate, run: findStuck },
    forgetRuns: { cron: '10 4 * * *', run: forgetRuns },
    forgetInstances: { cron: '15 4 * * *', run: forgetInstances },
  },
  // Timelines are ids, types and times; a flag that names an account is nothing that the account knows of.
  personal: { export: async () => ({}), erase: async () => {} },
})
