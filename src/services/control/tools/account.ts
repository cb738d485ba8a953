import { type accountTools, usagePage } from '../contract.ts'
import type { Runs } from './run.ts'

export const accountRuns: Runs<keyof typeof accountTools> = {
  ai_usage: async (ctx, { from, to }) => {
    const { items, nextCursor } = await ctx.call.ai.usage({
      limit: usagePage,
      everybody: false,
      ...(from === undefined ? {} : { from: Temporal.PlainDate.from(from) }),
      ...(to === undefined ? {} : { to: Temporal.PlainDate.from(to) }),
    })
    const days = items.map(
      ({ day, subject, model, requests, inputTokens, outputTokens, costMicrodollars }) => ({
        day: day.toString(),
        subject,
        model,
        requests,
        inputTokens,
        outputTokens,
        costMicrodollars,
      }),
    )
    return { days, more: nextCursor !== null }
  },
}
