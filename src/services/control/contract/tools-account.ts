import { z } from 'zod'
import { tool } from './tool.ts'

/** Days of use of one answer. */
export const usagePage = 100

/** What a person has used. */
export const accountTools = {
  ai_usage: tool({
    title: 'What I used of language models',
    description: `The user's calls of language models, tokens and cost by day and model, newest first, at most ${usagePage}.`,
    scope: 'ai:complete',
    permission: 'ai:complete',
    input: z.object({
      from: z.iso.date().optional().describe('UTC'),
      to: z.iso.date().optional().describe('Included'),
    }),
    output: z.object({
      days: z.array(
        z.object({
          day: z.string(),
          subject: z.string().describe('The account itself or one of its keys'),
          model: z.string(),
          requests: z.int(),
          inputTokens: z.int(),
          outputTokens: z.int(),
          costMicrodollars: z.int(),
        }),
      ),
      more: z.boolean(),
    }),
  }),
}
