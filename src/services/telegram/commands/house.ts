import { type Language, setLanguage, unlinkChat } from '../chats.ts'
import { finishLink } from '../links.ts'
import { bold, escaped } from '../markup.ts'
import { type Ability, type Answer, say, type Talk } from '../talk.ts'
import { texts } from '../texts/index.ts'

/** Commands about the chat itself. */
export const houseCommands: Readonly<Record<string, Ability>> = {
  start: { forLinked: false, run: (talk, [code]) => start(talk, code) },
  link: {
    forLinked: false,
    run: async (talk) => say(talk, escaped(talk.chat.grant ? talk.texts.linked : talk.texts.linkFirst)),
  },
  stop: { forLinked: false, run: stop },
  help: { forLinked: false, run: async (talk, [why]) => help(talk, why === 'unknown') },
  language: { forLinked: false, run: async (talk) => say(talk, talk.texts.language, languageButtons) },
}

export const housePresses: Readonly<Record<string, Ability>> = {
  language: { forLinked: false, run: (talk, [language]) => choose(talk, language === 'pl' ? 'pl' : 'en') },
}

const languageButtons = [
  [
    { text: 'Polski', does: 'language:pl' },
    { text: 'English', does: 'language:en' },
  ],
]

async function start(talk: Talk, code: string | undefined): Promise<Answer> {
  const { texts: words, ctx } = talk
  if (code === undefined) return help(talk, false)
  const sandbox = ctx.sandbox ? `\n${words.sandbox}` : ''
  return {
    replies: [],
    conversation: null,
    alongside: async (tx) => {
      const linked = await finishLink(tx, talk.chat.chatId, code)
      return say(talk, escaped(linked ? `${words.linked}${sandbox}` : words.linkUnknown)).replies
    },
  }
}

async function stop(talk: Talk): Promise<Answer> {
  const { chat, texts: words } = talk
  if (!chat.grant) return say(talk, words.notLinked)
  return {
    ...say(talk, words.unlinked),
    alongside: async (tx) => {
      await unlinkChat(tx, { chatId: chat.chatId }, 'chat')
    },
  }
}

function help(talk: Talk, notUnderstood: boolean): Answer {
  const { texts: words, chat } = talk
  const list = Object.entries(words.commands).map(([name, what]) => `/${name} ${escaped(what)}`)
  const parts = [
    notUnderstood ? escaped(words.unknown) : bold(words.welcome),
    chat.grant ? '' : escaped(words.linkFirst),
    escaped(words.helpIntro),
    list.join('\n'),
  ]
  return say(talk, parts.filter((part) => part !== '').join('\n\n'))
}

async function choose(talk: Talk, language: Language): Promise<Answer> {
  return {
    ...say(talk, texts[language].languageSet),
    alongside: (tx) => setLanguage(tx, talk.chat.chatId, language),
  }
}
