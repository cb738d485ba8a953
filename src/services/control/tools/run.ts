import type { Ctx } from '../context.ts'
import { type ToolInput, type ToolName, type ToolOutput, toolOf } from '../contract.ts'
import { accountRuns } from './account.ts'
import { cinemaRuns } from './cinema.ts'
import { crewRuns } from './crew.ts'
import { diaryRuns } from './diary.ts'

/** For whom a tool works. */
export interface Caller {
  readonly userId: string
  /** What `once-by-key` tools make is made once for a key. */
  readonly key?: string | undefined
}

export type Runs<N extends ToolName> = {
  readonly [K in N]: (ctx: Ctx, input: ToolInput<K>, caller: Caller) => Promise<ToolOutput<K>>
}

type Run = (ctx: Ctx, input: unknown, caller: Caller) => Promise<Record<string, unknown>>
const runs: Runs<ToolName> = { ...crewRuns, ...cinemaRuns, ...diaryRuns, ...accountRuns }

/**
 * Does what a tool is for, as the user for whom this request acts: the services that it asks decide what they may.
 *
 * @param input of the tool's own schema
 */
export async function run(ctx: Ctx, name: ToolName, input: unknown, caller: Caller) {
  const answer = await (runs[name] as Run)(ctx, input, caller)
  return toolOf(name).output.parse(answer)
}
