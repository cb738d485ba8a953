import { z } from 'zod'
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
  /**
   * Does it change anything? Then it is not repeated by itself unless the same again changes nothing (`once-by-key`: with
   * the same key), and in a chat only done once the user has confirmed it. Only what looks is left without.
   */
  readonly changes?: 'yes' | 'once-by-key' | 'same-again'
}

/** Under which something is made once, however often it is asked for. */
export const ToolKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/)
  .describe('Give one, and the same when the answer was lost: then nothing is made twice')

/** Keeps the schemas' types. */
export const tool = <I extends z.ZodObject, O extends z.ZodObject>(
  given: ToolDefinition<I, O>,
): ToolDefinition<I, O> => given
