import { z } from 'zod'
import { route } from '#kernel'
import { type ToolDefinition, ToolKey } from './tool.ts'
import { accountTools } from './tools-account.ts'
import { cinemaTools } from './tools-cinema.ts'
import { crewTools } from './tools-crew.ts'
import { diaryTools } from './tools-diary.ts'

export * from './tool.ts'
export * from './tools-account.ts'
export * from './tools-cinema.ts'
export * from './tools-crew.ts'
export * from './tools-diary.ts'

/** Every tool by its name, in the order in which they are listed. */
export const tools = { ...crewTools, ...cinemaTools, ...diaryTools, ...accountTools }
export type ToolName = keyof typeof tools
export type ToolInput<N extends ToolName> = z.output<(typeof tools)[N]['input']>
export type ToolOutput<N extends ToolName> = z.output<(typeof tools)[N]['output']>
/** As one that need not be known more closely. */
export const toolOf = (name: ToolName): ToolDefinition => tools[name] as unknown as ToolDefinition
export const toolNames = Object.keys(tools) as readonly ToolName[]

const Name = z.enum(toolNames as readonly [ToolName, ...ToolName[]])

/** The tools for services that let a language model speak for a user. */
export const toolRoutes = {
  myTools: route({
    method: 'GET',
    path: '/control/tools',
    summary: 'Which tools the user may use',
    allow: 'service',
    output: z.object({ tools: z.array(Name) }),
  }),
  useTool: route({
    method: 'POST',
    path: '/control/tools/{tool}',
    summary: 'Use a tool as the user',
    description:
      'A tool that changes something does so only with `confirmed`, which says that the user has agreed to exactly these arguments; without it the arguments are checked and told.',
    allow: 'service',
    patienceMs: 20_000,
    input: z.object({
      tool: Name,
      arguments: z.record(z.string(), z.unknown()),
      confirmed: z.boolean().default(false),
      key: ToolKey.optional().describe(
        'Of what is confirmed: with the same key it is done once, however often it is asked for',
      ),
    }),
    output: z.object({
      arguments: z.record(z.string(), z.unknown()).describe('As they are understood'),
      result: z.record(z.string(), z.unknown()).nullable().describe('Null when it waits for the user'),
    }),
    problems: { 'tool.arguments': 422 },
  }),
}
