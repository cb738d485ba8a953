import type { z } from 'zod'
import type { Meta } from '#kernel'
import type { Scope } from '#services/auth'
import type { Ctx } from '../context.ts'
import type { Tables } from '../tables.ts'

/** Something that a program may ask for or have done, in its user's name and with no more rights than they have. */
export interface Tool<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject> {
  readonly name: string
  readonly title: string
  /** For the model that chooses among tools. */
  readonly description: string
  /** What the user must have agreed to. */
  readonly scope: Scope
  readonly input: I
  /** Wire values only. */
  readonly output: O
  /**
   * Does it change anything? Then it is not repeated by itself, unless the same again changes nothing; `once-by-key`: so it
   * is with a key. Only what looks is left without.
   */
  readonly changes?: 'yes' | 'once-by-key' | 'same-again'
  run(ctx: Ctx, input: z.output<I>, meta: Meta<Tables>): Promise<z.output<O>>
}

/** Ties a tool's work to its schemas, and forgets them: tools are kept in one list. */
export const tool = <I extends z.ZodObject, O extends z.ZodObject>(given: Tool<I, O>): Tool =>
  given as unknown as Tool
