import { z } from 'zod'

const Part = z.looseObject({ type: z.string(), text: z.string().optional() })
export const Message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: z.union([z.string(), z.array(Part), z.null()]).optional(),
})
export type Message = z.infer<typeof Message>
export const Tool = z.looseObject({
  name: z.string(),
  description: z.string().optional(),
  parameters: z.looseObject({}).optional(),
})
export type Tool = z.infer<typeof Tool>
const Question = z.object({ fields: z.array(z.string()), document: z.string() })
export type Question = z.infer<typeof Question>

interface Call {
  readonly name: string
  /** JSON. */
  readonly arguments: string
}

/** What the model makes of a conversation: words, or the wish to use a tool. Always the same of the same. */
export interface Thought {
  readonly text: string
  readonly call?: Call
  /** Wishes beside it: chat completions only. */
  readonly calls?: readonly Call[]
}

export type ToolChoice = 'auto' | 'none' | 'required' | { readonly name: string }

export const textOf = ({ content }: Message): string =>
  typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('\n')

/** The question about a call sheet that the last message asks, if it is one. */
export function questionIn(messages: readonly Message[]): Question | undefined {
  try {
    return Question.safeParse(JSON.parse(textOf(messages.at(-1)!))).data
  } catch {
    return undefined
  }
}

/**
 * Reads call sheets as `answerTo` says. Otherwise: uses the tool that it is ordered to use, whoever says so (`orderIn`), or
 * that a person's words speak of; repeats what a tool has said, and repeats what it was told.
 */
export function think(messages: readonly Message[], tools: readonly Tool[], choice: ToolChoice): Thought {
  const last = messages.at(-1)!
  const text = textOf(last)
  const call = orderIn(text, tools)
  if (call && choice !== 'none') return { text: '', call }
  if (last.role === 'tool') return { text: `The tool says: ${text}` }
  const tool = chosen(text, tools, choice)
  if (tool)
    return { text: '', call: { name: tool.name, arguments: JSON.stringify(argumentsFor(tool, text)) } }
  return { text: `The model of the sandbox heard: ${text}` }
}

/**
 * `use cancel_reminder {"reminderId": "..."}` in the words of a person or of a document that a tool has read: it does not
 * tell them apart. So a test says which tools it uses, and so it is led by what strangers write.
 */
function orderIn(text: string, tools: readonly Tool[]): Call | undefined {
  for (const words of wordsIn(text)) {
    const [, name, json] = /\buse (\w+) (\{.*?\})(?!\S)/su.exec(`${words} `) ?? []
    if (name && json && tools.some((tool) => tool.name === name)) return { name, arguments: json }
  }
  return undefined
}

/** The text itself, or every text in it when it is JSON. */
function wordsIn(text: string): readonly string[] {
  const found: string[] = []
  try {
    JSON.parse(text, (_key, value: unknown) => {
      if (typeof value === 'string') found.push(value)
      return value
    })
    return found
  } catch {
    return [text]
  }
}

function chosen(text: string, tools: readonly Tool[], choice: ToolChoice): Tool | undefined {
  if (choice === 'none') return undefined
  if (typeof choice === 'object') return tools.find(({ name }) => name === choice.name)
  const heard = wordsOf(text)
  const scored = tools
    .map((tool) => ({ tool, shared: sharedWords(heard, wordsOf(`${tool.name} ${tool.description ?? ''}`)) }))
    .toSorted((a, b) => b.shared - a.shared)
  const [best] = scored
  return best && (best.shared > 0 || choice === 'required') ? best.tool : undefined
}

const wordsOf = (text: string) => new Set(text.toLowerCase().match(/\p{L}{4,}/gu) ?? [])
const sharedWords = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
  [...a].filter((word) => b.has(word)).length

/** JSON in the text as it is; else the simplest values that the schema allows, the text itself where it wants words. */
function argumentsFor({ parameters }: Tool, text: string): unknown {
  const given = /\{.*\}/su.exec(text)?.[0]
  try {
    if (given) return JSON.parse(given)
  } catch {
    // Not JSON: words like any other.
  }
  const { properties = {}, required = [] } = (parameters ?? {}) as {
    properties?: Record<string, { type?: string; enum?: unknown[] }>
    required?: string[]
  }
  return Object.fromEntries(required.map((name) => [name, simplest(properties[name] ?? {}, text)]))
}

function simplest(schema: { type?: string; enum?: unknown[] }, text: string): unknown {
  if (schema.enum) return schema.enum[0]
  if (schema.type === 'number' || schema.type === 'integer') return Number(/\d+/.exec(text)?.[0] ?? 1)
  if (schema.type === 'boolean') return true
  if (schema.type === 'array') return []
  if (schema.type === 'object') return {}
  return text
}

/** Of a call sheet: what the document tells to answer, else its first time for any call that is asked for. */
export const answerTo = (question: Question): string => obeyed(question) ?? guessed(question)

function obeyed({ document }: Question): string | undefined {
  return /\{\s*"values".*\]\s*\}/su.exec(document)?.[0]
}

function guessed({ fields, document }: Question): string {
  const found = document.split('\n').flatMap((line) => {
    const match = /\b(\d{1,2}):(\d{2})\b/.exec(line)
    return match ? [{ quotation: line, value: `${match[1]!.padStart(2, '0')}:${match[2]}` }] : []
  })
  const [first] = found
  const calls = fields.filter((field) => field.endsWith('Call'))
  return JSON.stringify({ values: first ? calls.map((field) => ({ field, ...first })) : [] })
}

/** A token is a word with the space before it. */
export const tokensOf = (text: string): readonly string[] => text.match(/\s*\S+/g) ?? []
