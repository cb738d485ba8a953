import { shortDate } from '../format.ts'
import { bold, escaped } from '../markup.ts'
import { type Ability, type Answer, asMe, say, type Talk } from '../talk.ts'

export const mailCommands: Readonly<Record<string, Ability>> = {
  mail: { forLinked: true, run: recentMail },
}

const shown = 10

/** Subjects and senders are other people's words: shown as they are, never acted on. */
async function recentMail(talk: Talk): Promise<Answer> {
  const { texts } = talk
  const [{ items }, { timeZone }] = await asMe(talk, (call) =>
    Promise.all([call.email.listEmails({ limit: shown }), call.config.mySettings({})]),
  )
  if (items.length === 0) return say(talk, escaped(texts.noMail))
  const lines = items.map((mail) => {
    const on = shortDate(texts, mail.receivedAt.toZonedDateTimeISO(timeZone).toPlainDate())
    const state = texts.mailState[mail.state] ?? mail.state
    // A sheet that was sent to the bot has no sender.
    const from = mail.sender ? `${mail.sender.slice(0, 120)} · ` : ''
    return `${escaped(on)} · ${bold(mail.subject.slice(0, 120))}\n${escaped(`${from}${state}`)}`
  })
  return say(talk, [bold(texts.mail), ...lines].join('\n\n'))
}
