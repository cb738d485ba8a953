import { z } from 'zod'
import type { Ctx } from '../context.ts'
import { accepted, clientOf, judge, urlUnder } from './ask.ts'
import type { KeyCheck } from './types.ts'

const Models = z.object({ data: z.array(z.unknown()).max(10_000) })

type Setting = 'OPENAI_API_URL' | 'ANTHROPIC_API_URL' | 'GEMINI_API_URL' | 'OPENROUTER_API_URL'

/** Lists the provider's models, which costs nothing. */
const listing = (
  provider: string,
  setting: Setting,
  path: string,
  headers: (key: string) => Record<string, string>,
): KeyCheck => ({
  malformed: () => undefined,
  ask: ({ http, settings }: Pick<Ctx, 'http' | 'settings'>, key) =>
    judge(provider, async () => {
      await clientOf(http, provider.toLowerCase()).json(Models, urlUnder(settings[setting], path), {
        headers: headers(key),
      })
      return accepted
    }),
})

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

export const languageModels = {
  openai: listing('OpenAI', 'OPENAI_API_URL', 'models', bearer),
  // Its list of models is its own API's, which takes the key under another name.
  anthropic: listing('Anthropic', 'ANTHROPIC_API_URL', 'models', (key) => ({
    'x-api-key': key,
    'anthropic-version': '2023-06-01',
  })),
  gemini: listing('Gemini', 'GEMINI_API_URL', 'models', bearer),
  // Its list of models is public: only what is said of the key itself tells.
  openrouter: {
    malformed: () => undefined,
    ask: (ctx, key) =>
      judge('OpenRouter', async () => {
        await clientOf(ctx.http, 'openrouter').json(
          z.object({ data: z.looseObject({}) }),
          urlUnder(ctx.settings.OPENROUTER_API_URL, 'key'),
          { headers: bearer(key) },
        )
        return accepted
      }),
  },
} satisfies Record<string, KeyCheck>
