import { sql } from 'kysely'
import type { z } from 'zod'
import { inScope, Problem } from '#kernel'
import type { ai } from '#services/ai'
import { type ToolInput, type ToolName, toolNames } from '#services/control'
import { botOf } from '../bot.ts'
import { messagesOf } from '../markup.ts'
import { type Answer, also, asMe, say, sayAll, type Talk } from '../talk.ts'
import { describe } from './describe.ts'
import { recall, remember, type Turn } from './memory.ts'
import { plainOf } from './plain.ts'
import { instructionsFor, toolsFor } from './prompt.ts'
import { keepProposals, type Proposal, proposalButtons, proposalId } from './proposals.ts'

type Completion = z.output<(typeof ai.routes)['complete']['output']>
type ToolCall = Completion['toolCalls'][number]
type Message = z.input<(typeof ai.routes)['complete']['input']>['messages'][number]

/** Questions to the model for one message of a person, and uses of tools after each. */
const mostRounds = 5
const mostCalls = 4
/** Questions that one message can put before the person. */
const mostProposals = 3
const mostTokens = 700
/** Characters of what a tool says. */
const longestResult = 6_000
const longestQuestion = 2_000
/** For everything; a chat is kept so much longer by the run that answers it. */
const wholeSeconds = 45

/** What the model came to: words, or things that the person has to decide. */
interface Outcome {
  readonly text: string
  readonly proposals: readonly Proposal[]
}

/**
 * Answers free text through a language model with the person's own tools. The model reads; what would change something
 * is put before the person by our own code and words, and done by nobody but them (`proposals.ts`).
 *
 * @returns undefined when there is no model here, or not for this person
 */
export async function askAssistant(talk: Talk, given: string): Promise<Answer | undefined> {
  const question = given.slice(0, longestQuestion)
  const before = await recall(talk)
  try {
    const outcome = await patiently(talk, wholeSeconds, () => think(talk, before, question))
    return told(talk, [...before, { role: 'user', content: question }], outcome)
  } catch (error) {
    // Somebody else answers it: this process is about to end.
    if (!(error instanceof Problem) || talk.ctx.stopping.aborted) throw error
    const why = refusalFor(talk, error)
    if (why === undefined) return undefined
    return also(say(talk, why), (tx) => remember(talk, tx, [...before, { role: 'user', content: question }]))
  }
}

/** What is said when a model could not be asked; undefined where there is none for this person. */
export function refusalFor({ texts, ctx }: Pick<Talk, 'texts' | 'ctx'>, error: Problem): string | undefined {
  const { code, status } = error
  if (code === 'ai.not-configured' || code === 'model_not_found' || status === 403) return undefined
  ctx.log.warn({ err: error }, 'The language model was asked in vain')
  if (code === 'insufficient_quota') return texts.budgetSpent
  return status === 429 ? texts.tooFast : texts.modelAway
}

/** A model takes longer than other answers do: it has so many seconds, and nobody else takes the chat for abandoned. */
export async function patiently<R>(talk: Talk, seconds: number, work: () => Promise<R>): Promise<R> {
  await holdChat(talk, 2 * seconds)
  const deadlineMs = Temporal.Now.instant().epochMilliseconds + seconds * 1_000
  return await inScope({ deadlineMs }, work)
}

async function holdChat({ ctx, chat }: Talk, seconds: number): Promise<void> {
  await sql`update chats set served_until = telegram.now() + make_interval(secs => ${seconds})
    where chat_id = ${chat.chatId}`.execute(ctx.db.query)
  // It shows that somebody writes; nothing is lost when it does not.
  botOf(ctx)
    ?.api.sendChatAction(chat.chatId, 'typing')
    .catch(() => undefined)
}

async function think(talk: Talk, before: readonly Turn[], question: string): Promise<Outcome> {
  const { tools: names } = await asMe(talk, (call) => call.control.myTools({}))
  const tools = toolsFor(names)
  const messages: Message[] = [
    { role: 'system', content: await instructionsFor(talk) },
    ...before,
    { role: 'user', content: question },
  ]
  for (let round = 0; round < mostRounds; round++) {
    const { content, toolCalls } = await asMe(talk, (call) =>
      call.ai.complete({ purpose: 'telegram', messages, tools, maxTokens: mostTokens }),
    )
    if (toolCalls.length === 0) return { text: content ?? '', proposals: [] }
    const { results, proposals } = await useTools(talk, names, toolCalls.slice(0, mostCalls))
    // The person decides first: what the model would say about it might not be so.
    if (proposals.length > 0) return { text: '', proposals }
    messages.push({ role: 'assistant', content, tool_calls: toolCalls.slice(0, mostCalls) }, ...results)
  }
  return { text: talk.texts.tooLong, proposals: [] }
}

async function useTools(talk: Talk, names: readonly ToolName[], calls: readonly ToolCall[]) {
  const results: Message[] = []
  const proposals: Proposal[] = []
  for (const { id, function: wish } of calls) {
    const used = await useTool(talk, names, wish, proposals.length)
    if ('question' in used) proposals.push(used)
    else results.push({ role: 'tool', tool_call_id: id, content: used.content.slice(0, longestResult) })
  }
  return { results, proposals: proposals.slice(0, mostProposals) }
}

/** Reads, or writes down what would be changed. Never changes anything: `confirmed` is said in `proposals.ts` alone. */
async function useTool(
  talk: Talk,
  names: readonly ToolName[],
  wish: ToolCall['function'],
  index: number,
): Promise<Proposal | { content: string }> {
  const tool = toolNames.find((name) => name === wish.name)
  const given = argumentsIn(wish.arguments)
  if (!tool || !names.includes(tool)) return { content: 'There is no such tool' }
  if (!given) return { content: 'The arguments are no JSON object' }
  try {
    const used = await asMe(talk, (call) => call.control.useTool({ tool, arguments: given }))
    if (used.result) return { content: JSON.stringify(used.result) }
    const question = await describe(talk, tool, used.arguments as ToolInput<typeof tool>)
    if (question === undefined) return { content: 'Nobody can be asked about this; it is not done' }
    return { id: proposalId(talk, index), tool, arguments: used.arguments, question }
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error
    return { content: JSON.stringify({ error: error.code, detail: error.detail }) }
  }
}

function argumentsIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text || '{}')
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

function told(talk: Talk, said: readonly Turn[], { text, proposals }: Outcome): Answer {
  if (proposals.length === 0) {
    const words = text.trim() || talk.texts.nothingToSay
    const messages = messagesOf(plainOf(words)).map((html) => ({ html }))
    return also({ replies: sayAll(talk, messages) }, (tx) =>
      remember(talk, tx, [...said, { role: 'assistant', content: words }]),
    )
  }
  const messages = proposals.map((each) => ({
    html: plainOf(each.question),
    buttons: proposalButtons(talk, each),
  }))
  const asked = proposals.map(({ question }) => `(The person was asked, with buttons: ${question})`)
  return also({ replies: sayAll(talk, messages) }, async (tx) => {
    await keepProposals(talk, tx, proposals)
    await remember(talk, tx, [...said, { role: 'assistant', content: asked.join('\n') }])
  })
}
