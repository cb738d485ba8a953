import type { z } from 'zod'

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

const formatNames: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  url: 'a web address',
  uuid: 'an id (UUID)',
  date: 'a date (YYYY-MM-DD)',
  time: 'a time (HH:MM)',
  datetime: 'a date and time (ISO 8601 with its offset)',
  base64: 'base64 text',
}

/**
 * What is wrong with a value, for the person who sent it: continues the field's name ("password: needs at least 10
 * characters") and never repeats the value. For zod's `error` option; a text in the schema itself goes before it, and
 * `undefined` leaves zod's own.
 */
export function issueText(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing'
      return typeNames[issue.expected] && `must be ${typeNames[issue.expected]}`
    case 'too_small':
      return sizeText('at least', issue.minimum, issue, issue.inclusive)
    case 'too_big':
      return sizeText('at most', issue.maximum, issue, issue.inclusive)
    case 'invalid_format':
      return `must be ${formatNames[issue.format] ?? 'in the right format'}`
    case 'invalid_value':
      return issue.values.length === 1
        ? `must be ${String(issue.values[0])}`
        : `must be one of ${issue.values.map(String).join(', ')}`
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`
    case 'unrecognized_keys':
      return `has what is not known here: ${issue.keys.map(String).slice(0, 10).join(', ')}`
    case 'invalid_union':
      return 'has none of the accepted forms'
    default:
      return undefined
  }
}

function sizeText(
  bound: 'at least' | 'at most',
  limit: number | bigint,
  { origin, exact, input }: { origin: string; exact?: boolean | undefined; input?: unknown },
  inclusive: boolean | undefined,
): string {
  const unit = { string: 'character', array: 'item', set: 'item' }[origin]
  if (unit === undefined) {
    if (inclusive !== false) return `must be ${bound} ${limit}`
    return `must be ${bound === 'at least' ? 'more' : 'less'} than ${limit}`
  }
  if (bound === 'at least' && Number(limit) === 1 && input !== undefined) return 'must not be empty'
  return `needs ${exact ? 'exactly' : bound} ${limit} ${unit}${Number(limit) === 1 ? '' : 's'}`
}
