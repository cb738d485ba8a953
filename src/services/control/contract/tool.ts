import type { z } from 'zod'
import type { Scope } from '#services/auth'

/**
 * Something that a language model may ask for or have done, in its user's name and with no more rights than they have: at
 * /mcp by a program that they have let in, in a chat by the assistant.
 */
export interface ToolDefinition<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject> {
  readonly title: string
  /** For the model that chooses among tools. */
  readonly description: string
  /** What the user must have agreed to. */
  readonly scope: Scope
  /** What the user must be permitted; null for what anybody signed in may do. */
  readonly permission: `${string}:${string}` | null
  readonly input: I
  /** Wire values only. */
  readonly output: O
  /** Does it change anything? Then it is never repeated by itself, and in a chat only done once the user has confirmed it. */
  readonly changes: boolean
}

/** Keeps the schemas' types. */
export const tool = <I extends z.ZodObject, O extends z.ZodObject>(
  given: ToolDefinition<I, O>,
): ToolDefinition<I, O> => given
