import { z } from 'zod'
import { accepted, clientOf, judge, refused, urlUnder } from './ask.ts'
import type { KeyCheck } from './types.ts'

const Account = z.object({ status: z.string().max(50) })

/** Twilio, `account SID:auth token`, with the sender's number behind a second colon if it is not a setting. */
export const twilio: KeyCheck = {
  malformed: (secret) =>
    /^AC[0-9a-fA-F]{32}:[^:\s]{8,100}(:\+[1-9]\d{6,14})?$/.test(secret)
      ? undefined
      : 'Give the account SID, the auth token and the number as AC...:token:+48...',
  ask: (ctx, secret) =>
    judge('Twilio', async () => {
      const [sid, token] = secret.split(':')
      const url = urlUnder(ctx.settings.TWILIO_URL, `2010-04-01/Accounts/${sid}.json`)
      const { status } = await clientOf(ctx.http, 'twilio').json(Account, url, {
        headers: { authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}` },
      })
      return status === 'active' ? accepted : refused('The account is not active')
    }),
}
