import { z } from 'zod'
import type { PersonalCipher } from '#kernel'

/** How we get into a Gmail mailbox. The access token is kept to spare a refresh a minute. */
export const GoogleCredentials = z.object({
  refreshToken: z.string(),
  accessToken: z.string(),
  expiresAt: z.iso.datetime({ offset: true }),
})
export type GoogleCredentials = z.output<typeof GoogleCredentials>

export const ImapCredentials = z.object({
  host: z.string(),
  port: z.int(),
  secure: z.boolean(),
  user: z.string(),
  password: z.string(),
  folder: z.string(),
})
export type ImapCredentials = z.output<typeof ImapCredentials>

const aad = (mailboxId: string) => `email:mailboxes.credentials:${mailboxId}`

export const sealCredentials = (
  cipher: PersonalCipher,
  mailboxId: string,
  credentials: GoogleCredentials | ImapCredentials,
) => cipher.seal(JSON.stringify(credentials), aad(mailboxId))

export function openCredentials<T>(
  schema: z.ZodType<T>,
  cipher: PersonalCipher,
  mailbox: { id: string; credentials: string | null },
): T {
  if (mailbox.credentials === null) throw new Error('This mailbox has no credentials')
  return schema.parse(JSON.parse(cipher.open(mailbox.credentials, aad(mailbox.id))))
}
