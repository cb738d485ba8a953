import { z } from 'zod'

type Wrapper = z.ZodOptional | z.ZodNullable | z.ZodDefault | z.ZodPrefault

/**
 * The same input, which refuses keys that it does not name, at every depth: a misspelt one would else be dropped and the
 * call answered as if it had been heard. Objects that say themselves what else they take (`looseObject`, a catchall)
 * and values that are decoded (codecs) stay as they are.
 */
export function refusingUnknownKeys<I extends z.ZodObject>(input: I): I {
  return strict(input) as unknown as I
}

function strict(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodObject) {
    if (schema.def.catchall) return schema
    const parts = Object.entries(schema.shape as Record<string, z.ZodType>)
    const shape = Object.fromEntries(parts.map(([name, part]) => [name, strict(part)]))
    return again(schema, { shape, catchall: z.never() })
  }
  if (isWrapper(schema)) return again(schema, { innerType: strict(schema.def.innerType as z.ZodType) })
  if (schema instanceof z.ZodArray) return again(schema, { element: strict(schema.element as z.ZodType) })
  if (schema instanceof z.ZodUnion)
    return again(schema, { options: schema.options.map((each) => strict(each as z.ZodType)) })
  return schema
}

const isWrapper = (schema: z.ZodType): schema is Wrapper =>
  schema instanceof z.ZodOptional ||
  schema instanceof z.ZodNullable ||
  schema instanceof z.ZodDefault ||
  schema instanceof z.ZodPrefault

/** A schema with some of its parts replaced; checks and descriptions stay, the id of a component does not. */
const again = (schema: z.ZodType, parts: object): z.ZodType =>
  z.core.clone(schema, { ...schema.def, ...parts } as never, { parent: true })
