import type { Audio, Voice } from 'grammy/types'
import { Problem } from '#kernel'
import { patiently, refusalFor } from '../assistant/ask.ts'
import { plainOf } from '../assistant/plain.ts'
import { type Answer, asMe, say, type Talk } from '../talk.ts'
import { download, largestFile } from './sheets.ts'

/** The longest message that is listened to. */
const mostMinutes = 5
/** So long a person waits for a message of so many minutes to be heard. */
const listenSeconds = 90
/** What is made of it at most: as much as can be typed. */
const longestText = 4_000

/** A voice message is what it says; what was heard is shown, so that the person sees what is answered. */
export async function hear(
  talk: Talk,
  voice: Voice | Audio,
  understand: (text: string) => Promise<Answer>,
): Promise<Answer> {
  const { texts } = talk
  if (voice.duration > mostMinutes * 60) return say(talk, texts.voiceTooLong(mostMinutes))
  if ((voice.file_size ?? 0) > largestFile) return say(talk, texts.tooBig)
  const heard = await wordsOf(talk, voice)
  if ('refusal' in heard) return say(talk, heard.refusal)
  if (heard.text === '') return say(talk, texts.heardNothing)
  const answer = await understand(heard.text)
  const shown = { kind: 'message' as const, html: `<i>${plainOf(texts.heard(heard.text))}</i>` }
  return { ...answer, replies: [shown, ...answer.replies] }
}

async function wordsOf(talk: Talk, voice: Voice | Audio): Promise<{ text: string } | { refusal: string }> {
  const base64 = await download(talk.ctx, voice.file_id)
  const mimeType = voice.mime_type ?? 'audio/ogg'
  try {
    const { text } = await patiently(talk, listenSeconds, () =>
      asMe(talk, (call) => call.ai.transcribe({ purpose: 'telegram-voice', base64, mimeType })),
    )
    return { text: text.slice(0, longestText) }
  } catch (error) {
    if (!(error instanceof Problem) || talk.ctx.stopping.aborted) throw error
    const lacking = error.code === 'unsupported_endpoint' || error.code === 'invalid'
    return { refusal: (lacking ? undefined : refusalFor(talk, error)) ?? talk.texts.noEars }
  }
}
