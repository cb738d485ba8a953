import { z } from 'zod'
import type { PersonalCipher } from '#kernel'

/** What an event says: sealed as one, since it is always read as one. */
export const Content = z.object({
  title: z.string(),
  /** Without the user's notes. */
  description: z.string().default(''),
  location: z.string().nullable().default(null),
  latitude: z.number().nullable().default(null),
  longitude: z.number().nullable().default(null),
  /** What the user wrote below the line of a planned event. */
  notes: z.string().default(''),
  language: z.enum(['pl', 'en']).default('pl'),
  url: z.string().nullable().default(null),
})
export type Content = z.output<typeof Content>

const aad = (eventId: string) => `calendar:events.content:${eventId}`

export function sealContent(cipher: PersonalCipher, eventId: string, content: Content): string {
  return cipher.seal(JSON.stringify(content), aad(eventId))
}

/** @throws CipherError when the person's key is gone or the row was moved. */
export function openContent(cipher: PersonalCipher, eventId: string, sealed: string): Content {
  return Content.parse(JSON.parse(cipher.open(sealed, aad(eventId))))
}
