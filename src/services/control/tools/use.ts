import { z } from 'zod'
import { type Meta, Problem, type RouteHandler } from '#kernel'
import type { Ctx } from '../context.ts'
import { type control, toolNames, toolOf } from '../contract.ts'
import type { Tables } from '../tables.ts'
import { run } from './run.ts'

type Use = RouteHandler<Ctx, Tables, (typeof control.routes)['useTool']>

/** Tools that the user has the permission for. */
export function myTools(meta: Meta<Tables>) {
  const tools = toolNames.filter((name) => {
    const { permission } = toolOf(name)
    return permission === null || meta.can(permission)
  })
  return { tools }
}

/**
 * Checks the arguments; and does it, unless it changes something and nobody has confirmed it.
 *
 * @throws Problem 422 `tool.arguments` that says what is wrong with them, for the model to read
 */
export const useTool: Use = async (ctx, { tool: name, arguments: given, confirmed, key }, { userId }) => {
  const { input, changes } = toolOf(name)
  const parsed = input.safeParse(given)
  if (!parsed.success) throw new Problem(422, 'tool.arguments', z.prettifyError(parsed.error).slice(0, 1_000))
  const { data } = parsed
  if (changes !== undefined && !confirmed) return { arguments: data, result: null }
  return { arguments: data, result: await run(ctx, name, data, { userId, key }) }
}
