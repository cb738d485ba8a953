import type { Ctx } from './context.ts'

const counts = new WeakMap<Ctx, number>()

/** Deliveries that this process has begun and not recorded yet. */
export const underWay = (ctx: Ctx): number => counts.get(ctx) ?? 0

/** Runs one of them. */
export async function countedUnderWay(ctx: Ctx, run: () => Promise<void>): Promise<void> {
  counts.set(ctx, underWay(ctx) + 1)
  try {
    await run()
  } finally {
    counts.set(ctx, underWay(ctx) - 1)
  }
}
