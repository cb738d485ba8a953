import { z } from 'zod'

/** The RFC 9457 document every refusal is answered with. `code` is stable; `detail` is written for people. */
export const ProblemDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    instance: z.string().optional().describe('The request id'),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .catchall(z.unknown())
  .meta({ id: 'Problem', description: 'RFC 9457 problem document' })
export type ProblemDocument = z.output<typeof ProblemDocument>

const titles: Record<number, string> = {
  400: 'Unreadable request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'Not acceptable',
  408: 'Request time-out',
  409: 'Conflict',
  410: 'Gone',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Invalid',
  429: 'Too many requests',
  500: 'Internal error',
  502: 'Upstream error',
  503: 'Unavailable',
  504: 'Upstream time-out',
}

/**
 * A refusal with two texts: `detail` is shown to the caller, `cause` goes to the log only. Thrown from any handler;
 * the server turns it into a problem document, the client turns the document back into a `Problem`.
 *
 * @example throw new Problem(409, 'mailbox.exists', 'This mailbox is linked already')
 */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly fields: Record<string, unknown>
  readonly headers: Record<string, string>

  constructor(
    status: number,
    code: string,
    detail: string,
    options: { fields?: Record<string, unknown>; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(`${code}: ${detail}`, { cause: options.cause })
    this.name = 'Problem'
    this.status = status
    this.code = code
    this.detail = detail
    this.fields = options.fields ?? {}
    this.headers = options.headers ?? {}
  }

  /** The wire form. */
  document(instance?: string): ProblemDocument {
    return {
      ...this.fields,
      type: `urn:klaps:problem:${this.code}`,
      title: titles[this.status] ?? 'Error',
      status: this.status,
      code: this.code,
      detail: this.detail,
      ...(instance ? { instance } : {}),
    }
  }

  static fromDocument(document: ProblemDocument, headers: Record<string, string> = {}): Problem {
    const { type: _type, title: _title, status, code, detail, instance: _instance, ...fields } = document
    return new Problem(status, code, detail, { fields, headers })
  }
}

/** 404, also for what exists but belongs to somebody else: a stranger must not learn the difference. */
export const notFound = (what: string) => new Problem(404, 'not-found', `There is no such ${what}`)

export const unauthorized = (detail = 'Sign in first') =>
  new Problem(401, 'unauthorized', detail, { headers: { 'WWW-Authenticate': 'Bearer' } })

export const forbidden = (permission: string) =>
  new Problem(403, 'forbidden', 'You may not do this', { fields: { permission } })

/** 429 with `Retry-After` in whole seconds. */
export const tooMany = (seconds: number, detail = 'Too many requests, try again later') =>
  new Problem(429, 'too-many-requests', detail, {
    headers: { 'Retry-After': String(Math.max(1, Math.ceil(seconds))) },
  })

type Fault = Pick<z.core.$ZodIssue, 'path' | 'message'>

/** Each key that a body may not have is a field of its own, by its name. */
function keyByKey(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code !== 'unrecognized_keys') return [issue]
  return issue.keys
    .slice(0, 10)
    .map((key) => ({ path: [...issue.path, key.slice(0, 100)], message: 'is not known here' }))
}

/**
 * A value that may have several forms and has none says only that. Where it would have one but for keys that it does not
 * know, those are what is wrong; where every form of its kind does not know a key, that is named beside.
 */
function formByForm(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const forms = issue.errors
    .map((form) => form.map((each) => ({ ...each, path: [...issue.path, ...each.path] })).flatMap(formByForm))
    .filter(
      (form) => !form.some((each) => each.code === 'invalid_type' && each.path.length === issue.path.length),
    )
  const fitting = forms
    .filter((form) => form.every(({ code }) => code === 'unrecognized_keys'))
    .toSorted((a, b) => a.length - b.length)
  if (fitting[0]) return fitting[0]
  const unknown = forms.map((form) =>
    form.filter(({ code }) => code === 'unrecognized_keys').flatMap(keyByKey),
  )
  const toAll = (unknown[0] ?? []).filter(({ path }) =>
    unknown.every((form) => form.some((each) => each.path.join('.') === path.join('.'))),
  )
  return [issue, ...toAll.map((each) => ({ ...each, code: 'custom' as const }))]
}

/** 422 with one entry per offending field. */
export function invalid(issues: readonly z.core.$ZodIssue[]): Problem {
  const errors: { path: string; message: string }[] = []
  for (const issue of issues.slice(0, 50).flatMap(formByForm).flatMap(keyByKey)) {
    const path = issue.path.map(String).join('.')
    // What is not even of the right type is not too short as well.
    if (!errors.some((error) => error.path === path)) errors.push({ path, message: issue.message })
  }
  const first = errors[0]
  const detail = first ? `${first.path || 'request'}: ${first.message}` : 'The request does not fit'
  return new Problem(422, 'invalid', detail, { fields: { errors } })
}
