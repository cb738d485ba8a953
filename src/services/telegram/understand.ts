import type { Message, Update } from 'grammy/types'
import { abilities, asksToAct, asksToRemind, commandOf, dayIn, presses, questionIn } from './abilities.ts'
import { askAssistant } from './assistant/ask.ts'
import { askedText, forgetting, type Offer, offerReminder } from './commands/reminders.ts'
import { takeFile } from './commands/sheets.ts'
import { hear } from './commands/voice.ts'
import { type Ability, type Answer, say, type Talk } from './talk.ts'

/** What a person wants by an update: a button, a file, a voice, a command, or words. */
export async function understand(talk: Talk, update: Update): Promise<Answer> {
  if (update.callback_query) return await press(talk, update.callback_query.data ?? '')
  const message = update.message as Message
  if (message.document) return await forLinked(talk, () => takeFile(talk, message.document!))
  const voice = message.voice ?? message.audio
  if (voice) return await forLinked(talk, () => hear(talk, voice, (text) => freeText(talk, text)))
  const text = message.text ?? message.caption ?? ''
  const command = commandOf(text)
  if (command) {
    const ability = abilities[command.name]
    return ability ? await use(talk, ability, command.args) : say(talk, talk.texts.unknown)
  }
  return await freeText(talk, text)
}

async function press(talk: Talk, data: string): Promise<Answer> {
  const [name = '', ...args] = data.split(':')
  if (name === 'ask') return await forLinked(talk, () => askInstead(talk))
  const ability = presses[name]
  return ability ? await use(talk, ability, args) : say(talk, talk.texts.outdated)
}

async function use(talk: Talk, ability: Ability, args: readonly string[]): Promise<Answer> {
  return ability.forLinked
    ? await forLinked(talk, () => ability.run(talk, args))
    : await ability.run(talk, args)
}

const forLinked = async (talk: Talk, run: () => Promise<Answer>): Promise<Answer> =>
  talk.chat.grant ? await run() : say(talk, talk.texts.linkFirst)

/** Longer ones may mean more than their words say: those are for the model, where there is one. */
const wordsOfPlainQuestion = 6
const wordsOfPlainDay = 3

/**
 * First what needs no model and costs nothing: plain questions, reminders, a day. Then the model; and without one whatever
 * can be made of the words, else what can be asked.
 */
async function freeText(talk: Talk, text: string): Promise<Answer> {
  const isReminder = asksToRemind(text)
  const wants = asksToAct(text) && !isReminder
  const words = wants || isReminder ? Number.POSITIVE_INFINITY : text.trim().split(/\s+/u).length
  const question = words <= wordsOfPlainQuestion ? questionIn(text) : undefined
  if (question) return await use(talk, abilities[question]!, [])
  const reminder = wants ? undefined : await reminderIn(talk, text, isReminder ? 'asked' : 'perhaps')
  if (reminder) return reminder
  const day = words <= wordsOfPlainDay ? dayIn(text) : undefined
  if (day) return await use(talk, abilities[day]!, [])
  const thought = await assisted(talk, text)
  if (thought) return thought
  const meant = isReminder ? 'asked-alone' : wants ? 'perhaps' : undefined
  return (meant && (await reminderIn(talk, text, meant))) ?? (await byWords(talk, text))
}

const reminderIn = async (talk: Talk, text: string, how: Offer): Promise<Answer | undefined> =>
  talk.chat.grant && text !== '' ? await offerReminder(talk, text, how) : undefined

const assisted = async (talk: Talk, text: string): Promise<Answer | undefined> =>
  talk.chat.grant && text !== '' ? await askAssistant(talk, text) : undefined

async function byWords(talk: Talk, text: string): Promise<Answer> {
  const name = questionIn(text) ?? dayIn(text)
  return name ? await use(talk, abilities[name]!, []) : await use(talk, abilities.help!, ['unknown'])
}

/** It was taken for a reminder and meant otherwise. */
async function askInstead(talk: Talk): Promise<Answer> {
  const text = await askedText(talk)
  if (text === undefined) return say(talk, talk.texts.outdated)
  return forgetting(talk, (await assisted(talk, text)) ?? (await byWords(talk, text)))
}
