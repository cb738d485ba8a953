import { z } from 'zod'
import { accepted, clientOf, judge, refused, urlUnder } from './ask.ts'
import type { KeyCheck } from './types.ts'

const Scopes = z.object({ scopes: z.array(z.string()) })

/** SendGrid: what the key may do; it has to be allowed to send. */
export const sendGrid: KeyCheck = {
  malformed: () => undefined,
  ask: (ctx, key) =>
    judge('SendGrid', async () => {
      const { scopes } = await clientOf(ctx.http, 'sendgrid').json(
        Scopes,
        urlUnder(ctx.settings.SENDGRID_URL, 'v3/scopes'),
        { headers: { authorization: `Bearer ${key}` } },
      )
      return scopes.includes('mail.send') ? accepted : refused('The key may not send mail (scope mail.send)')
    }),
}
