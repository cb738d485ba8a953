import * as fc from 'fast-check'
import { z } from 'zod'
import type { Route } from '../../src/kernel/contract.ts'

type Schema = Record<string, any>

/** Ids and instants that exist in the house under test, so that generated calls also reach past "not found". */
export interface Known {
  /** By field name (`dayId`, `planId`, ...). */
  readonly ids: Readonly<Record<string, readonly string[]>>
}

/** Wire inputs for a route: mostly such as its schema allows, known ids among them. */
export function validInput(route: Route, known: Known): fc.Arbitrary<Record<string, unknown>> {
  const schema = z.toJSONSchema(route.input, { io: 'input', unrepresentable: 'any' }) as Schema
  return objectOf(schema, { known, definitions: schema.$defs ?? {}, depth: 0 }) as fc.Arbitrary<
    Record<string, unknown>
  >
}

/** The same with one field replaced by something that fits nowhere. */
export function brokenInput(route: Route, known: Known): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys(route.input.shape)
  const wrong = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      '',
      '\u0000',
      -1,
      1e308,
      {},
      [],
      [null],
      true,
      'x'.repeat(5000),
      "'; drop table days; --",
      '../../etc/passwd',
      { $ne: null },
    ),
    fc.jsonValue({ maxDepth: 2 }),
  )
  return fc
    .tuple(validInput(route, known), fc.constantFrom(...(names.length > 0 ? names : ['nothing'])), wrong)
    .map(([input, name, value]) => ({ ...input, [name]: value }))
}

interface Place {
  readonly known: Known
  readonly definitions: Record<string, Schema>
  readonly depth: number
  readonly name?: string
}

function anyOf(schema: Schema, place: Place): fc.Arbitrary<unknown> {
  if (schema.$ref) return anyOf(place.definitions[String(schema.$ref).split('/').at(-1)!] ?? {}, place)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const options = schema.anyOf ?? schema.oneOf
  if (options) return fc.oneof(...options.map((each: Schema) => anyOf(each, place)))
  if (schema.allOf) return anyOf(Object.assign({}, ...schema.allOf), place)
  switch (schema.type) {
    case 'string':
      return stringOf(schema, place)
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -1000, max: Math.min(schema.maximum ?? 1000, 2 ** 31 - 1) })
    case 'number':
      return fc.double({ min: schema.minimum ?? -1000, max: schema.maximum ?? 1000, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(anyOf(schema.items ?? {}, { ...place, depth: place.depth + 1 }), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      })
    case 'object':
      return objectOf(schema, place)
    default:
      return fc.jsonValue({ maxDepth: 1 })
  }
}

function objectOf(schema: Schema, place: Place): fc.Arbitrary<unknown> {
  const required = new Set<string>(schema.required ?? [])
  const fields = Object.entries((schema.properties ?? {}) as Record<string, Schema>).map(([name, each]) => {
    const value = anyOf(each, { ...place, name, depth: place.depth + 1 })
    return [name, required.has(name) ? value : fc.option(value, { nil: undefined, freq: 2 })] as const
  })
  return fc
    .record(Object.fromEntries(fields))
    .map((value) => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)))
}

function stringOf(schema: Schema, { known, name }: Place): fc.Arbitrary<string> {
  const ids = known.ids[name ?? ''] ?? []
  if (ids.length > 0)
    return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...ids) }, { weight: 1, arbitrary: fc.uuid() })
  switch (schema.format) {
    case 'uuid':
      return fc.uuid()
    case 'date-time':
      return fc
        .integer({ min: 1_700_000_000, max: 1_900_000_000 })
        .map((seconds) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toString())
    case 'date':
      return fc
        .integer({ min: 0, max: 1000 })
        .map((days) => Temporal.PlainDate.from('2026-01-01').add({ days }).toString())
    case 'email':
      return fc.stringMatching(/^[a-z]{3,10}@[a-z]{3,8}\.example$/)
    case 'uri':
      return fc.constantFrom(
        'https://push.example/abc',
        'http://127.0.0.1:1/x',
        'https://calendar.example/feed',
      )
  }
  if (name === 'timeZone' || name === 'zone')
    return fc.constantFrom('Europe/Warsaw', 'America/New_York', 'UTC', 'Mars/Olympus')
  if (schema.pattern) {
    try {
      return fc
        .stringMatching(new RegExp(schema.pattern))
        .filter((text) => text.length <= (schema.maxLength ?? 1000))
    } catch {
      return fc.constant('2026-03-14T06:30:00+01:00[Europe/Warsaw]')
    }
  }
  const minLength = schema.minLength ?? 0
  return fc.string({
    minLength,
    maxLength: Math.max(minLength, Math.min(schema.maxLength ?? 40, 40)),
    unit: 'grapheme',
  })
}
