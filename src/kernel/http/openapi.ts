import { z } from 'zod'
import type { Allow, Contract, Route } from '../contract.ts'
import { guestKeyLength } from '../idempotency.ts'
import { ProblemDocument } from '../problem.ts'
import { fullPath, pathParameters, takesBody } from './wire.ts'

/** Refusals that any route may answer with, besides its own. */
const general: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'No valid access token',
  403: 'The permission is missing',
  404: 'No such thing, or it belongs to somebody else',
  413: 'The body is too large',
  415: 'The body is not JSON',
  422: 'The request does not fit; `errors` lists each field',
  429: 'Too many requests; see `Retry-After`',
  500: 'A fault of ours; `instance` helps to find it',
  503: 'Something we need is away; see `Retry-After`',
}

type Json = Record<string, unknown>

/** The OpenAPI 3.1 document of these contracts: made from the same data the server and the clients run on. */
export function openapi(
  contracts: readonly Contract[],
  info: { version: string; url: string; sandbox: boolean },
): Json {
  const components: Record<string, unknown> = {}
  const paths: Record<string, Json> = {}
  for (const contract of contracts) {
    for (const [name, route] of Object.entries(contract.routes)) {
      const path = fullPath(route)
      paths[path] = {
        ...paths[path],
        [route.method.toLowerCase()]: operation(contract, name, route, components),
      }
    }
  }
  schemaOf(ProblemDocument, components)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Klaps',
      version: info.version,
      license: { name: 'MIT', identifier: 'MIT' },
      description: info.sandbox
        ? 'Running on the sandbox: the outside world is simulated.'
        : 'From the call sheet to the cinema seat.',
    },
    servers: [{ url: info.url }],
    tags: contracts.map((contract) => ({ name: contract.name, description: contract.about })),
    paths,
    components: {
      schemas: components,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  }
}

function operation(contract: Contract, name: string, route: Route, components: Json): Json {
  const allow = [route.allow].flat()
  return {
    operationId: `${contract.name}_${name}`,
    tags: [contract.name],
    summary: route.summary,
    description: [route.description, `Allowed: ${allow.map(allowed).join(' or ')}.`]
      .filter(Boolean)
      .join('\n\n'),
    'x-allow': allow,
    ...(allow.includes('public') ? { security: [{}, { bearer: [] }] } : { security: [{ bearer: [] }] }),
    parameters: parameters(route, components),
    ...requestBody(route, components),
    responses: { ...success(route, components), ...refusals(route) },
  }
}

function allowed(allow: Allow): string {
  if (allow === 'public') return 'everybody'
  if (allow === 'service') return 'other services of this system only'
  if (allow === 'program') return 'programs that a user has let in'
  if (allow === 'signed-in') return 'every signed-in user'
  return `the permission \`${allow}\``
}

function parameters(route: Route, components: Json): Json[] {
  const inPath = new Set(pathParameters(route.path))
  const shape = route.input.shape as Record<string, z.ZodType>
  const named = Object.entries(shape).filter(([name]) => inPath.has(name) || !takesBody(route))
  const list = named.map(([name, schema]) => ({
    name,
    in: inPath.has(name) ? 'path' : 'query',
    required: inPath.has(name) || !isOptional(schema),
    ...(schema.description ? { description: schema.description } : {}),
    schema: schemaOf(schema, components),
  }))
  if (!route.idempotent) return list
  return [
    ...list,
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description: [
        'The same key gives the same answer for 24 hours; with another body it is refused with 422.',
        ...([route.allow].flat().includes('public')
          ? [`Without signing in at least ${guestKeyLength} characters that nobody guesses (a random UUID).`]
          : []),
      ].join(' '),
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    } as never,
  ]
}

function requestBody(route: Route, components: Json): Json {
  if (route.kind === 'raw' && route.consumes) {
    return {
      requestBody: {
        required: true,
        content: { [route.consumes]: { schema: { type: 'string', format: 'binary' } } },
      },
    }
  }
  if (!takesBody(route)) return {}
  const inPath = new Set(pathParameters(route.path))
  const rest = Object.entries(route.input.shape as Record<string, z.ZodType>).filter(
    ([name]) => !inPath.has(name),
  )
  if (rest.length === 0) return {}
  const schema = schemaOf(z.object(Object.fromEntries(rest)), components)
  return {
    requestBody: {
      required: rest.some(([, each]) => !isOptional(each)),
      content: { 'application/json': { schema } },
    },
  }
}

function success(route: Route, components: Json): Json {
  const headers = {
    'X-Request-Id': { schema: { type: 'string' } },
    'RateLimit-Remaining': { schema: { type: 'integer' } },
  }
  if (route.kind === 'stream') {
    return {
      200: {
        description: 'Server-sent events',
        headers,
        content: { 'text/event-stream': { schema: { type: 'string' } } },
      },
    }
  }
  if (route.kind === 'raw' || route.kind === 'direct') {
    return {
      [route.status]: {
        description: 'OK',
        headers,
        content: { [route.produces ?? 'application/octet-stream']: { schema: { type: 'string' } } },
      },
    }
  }
  if (route.output instanceof z.ZodVoid) return { [route.status]: { description: 'Done', headers } }
  return {
    [route.status]: {
      description: 'OK',
      headers,
      content: { 'application/json': { schema: schemaOf(route.output, components) } },
    },
  }
}

function refusals(route: Route): Json {
  const own = new Map<number, string[]>()
  for (const [code, status] of Object.entries(route.problems))
    own.set(status, [...(own.get(status) ?? []), `\`${code}\``])
  const statuses = new Set([...Object.keys(general).map(Number), ...own.keys()])
  const isPublic = [route.allow].flat().includes('public')
  return Object.fromEntries(
    [...statuses]
      .filter((status) => !(isPublic && status === 403))
      .filter((status) => status !== 413 || takesBody(route) || route.kind === 'raw')
      .filter((status) => status !== 415 || takesBody(route) || own.has(415))
      .toSorted((a, b) => a - b)
      .map((status) => [
        String(status),
        {
          description: [own.get(status)?.join(', '), general[status] ?? 'Refused'].filter(Boolean).join(': '),
          content: errorForms[route.errors],
        },
      ]),
  )
}

const errorForms = {
  problem: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  openai: {
    'application/json': {
      schema: {
        type: 'object',
        required: ['error'],
        properties: {
          error: {
            type: 'object',
            required: ['message', 'type', 'param', 'code'],
            properties: {
              message: { type: 'string' },
              type: { type: 'string' },
              param: { type: ['string', 'null'] },
              code: { type: ['string', 'null'] },
            },
          },
        },
      },
    },
  },
} satisfies Record<Route['errors'], Json>

/** JSON Schema of the wire form; schemas with an id become components and are referred to. */
function schemaOf(schema: z.ZodType, components: Json): Json {
  const {
    $schema: _dialect,
    $defs,
    ...json
  } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json & {
    $defs?: Record<string, Json>
  }
  for (const [id, definition] of Object.entries($defs ?? {})) components[id] ??= plain(definition)
  const id = z.globalRegistry.get(schema)?.id
  if (!id) return plain(json)
  components[id] ??= plain(json)
  return { $ref: `#/components/schemas/${id}` }
}

/** `id` is ours, not JSON Schema's. */
function plain(schema: Json): Json {
  const { id: _id, ...rest } = rewrite(schema) as Json
  return rest
}

/** References between definitions point at `$defs`; here they live under components. */
function rewrite(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rewrite)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === '$ref' && typeof each === 'string'
        ? each.replace('#/$defs/', '#/components/schemas/')
        : rewrite(each),
    ]),
  )
}

function isOptional(schema: z.ZodType): boolean {
  return schema.safeParse(undefined).success
}
