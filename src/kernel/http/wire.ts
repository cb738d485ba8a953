import { z } from 'zod'
import type { Route } from '../contract.ts'

export const apiPrefix = '/api/v1'

/** `{name}` parameters of a route's path, in order. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)
}

/** Where a route stands on its host, parameters in braces. */
export const fullPath = ({ path, atRoot }: Pick<Route, 'path' | 'atRoot'>) =>
  atRoot ? path : apiPrefix + path

/** `/schedules/{dayId}` as the router spells it: `/api/v1/schedules/:dayId`. */
export const routerPath = (route: Pick<Route, 'path' | 'atRoot'>) =>
  fullPath(route).replace(/\{(\w+)\}/g, ':$1')

/** GET and DELETE carry their input in the query, the others in a JSON body. */
export const takesBody = (route: Route) =>
  route.kind !== 'raw' && route.method !== 'GET' && route.method !== 'DELETE'

/** Puts wire input where HTTP wants it. Values are wire values: strings, numbers, booleans, lists of them. */
export function placeInput(
  route: Route,
  input: Readonly<Record<string, unknown>>,
): { path: string; body: string | undefined } {
  const inPath = new Set(pathParameters(route.path))
  const path = fullPath(route).replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input[name])),
  )
  const rest = Object.entries(input).filter(([name, value]) => !inPath.has(name) && value !== undefined)
  if (takesBody(route)) return { path, body: JSON.stringify(Object.fromEntries(rest)) }
  const query = new URLSearchParams()
  for (const [name, value] of rest) for (const each of [value].flat()) query.append(name, String(each))
  return { path: `${path}${query.size > 0 ? `?${query}` : ''}`, body: undefined }
}

/**
 * Path and query parameters arrive as strings; the schema tells which were numbers, booleans or lists. What does not
 * look like one stays a string, so that validation names the fault.
 */
export function coerceParameters(
  route: Route,
  given: Readonly<Record<string, string | readonly string[]>>,
): Record<string, unknown> {
  const shape = route.input.shape as Record<string, z.ZodType>
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, name in shape ? coerce(shape[name]!, value) : value]),
  )
}

function coerce(schema: z.ZodType, value: string | readonly string[]): unknown {
  const inner = wireSchema(schema)
  if (inner instanceof z.ZodArray)
    return [value].flat().map((each) => coerce(inner.element as z.ZodType, each))
  const text = typeof value === 'string' ? value : value.at(-1)!
  if (inner instanceof z.ZodNumber)
    return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
  if (inner instanceof z.ZodBoolean) return text === 'true' ? true : text === 'false' ? false : text
  return text
}

/** The schema of what stands on the wire, below optional, default, nullable and codecs. */
function wireSchema(schema: z.ZodType): z.ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodPrefault
  ) {
    return wireSchema(schema.unwrap() as z.ZodType)
  }
  if (schema instanceof z.ZodPipe) return wireSchema(schema.in as z.ZodType)
  return schema
}

/** Decoded values to wire values, field by field, so that a field with a default may be left out. */
export function encodeInput(route: Route, input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shape = route.input.shape as Record<string, z.ZodType>
  const wire: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(input)) {
    if (value !== undefined) wire[name] = name in shape ? z.encode(shape[name]!, value as never) : value
  }
  return wire
}
