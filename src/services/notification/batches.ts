import type { Ctx } from './context.ts'

/**
 * A transaction for each batch, as long as there is a full one.
 *
 * @param most Rows of one batch.
 * @param takeBatch Resolves to how many it took.
 */
export async function untilNoneIsLeft(
  ctx: Ctx,
  most: number,
  takeBatch: (ctx: Ctx) => Promise<number>,
): Promise<void> {
  let taken: number
  do taken = await takeBatch(ctx)
  while (taken === most && !ctx.stopping.aborted)
}
