import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Instant, route } from './index.ts'
import { issueText } from './issue-text.ts'
import { invalid } from './problem.ts'
import { refusingUnknownKeys } from './strict-input.ts'

const input = z.object({
  home: z.object({ address: z.string() }).nullable().optional().describe('Where the day begins'),
  times: z.array(z.object({ at: Instant })).default([]),
  extra: z.looseObject({ kind: z.string() }).optional(),
  any: z.record(z.string(), z.unknown()).optional(),
})
const strict = refusingUnknownKeys(input)
const refused = (value: object) =>
  z
    .safeDecode(strict, value as never)
    .error?.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' ? [[...issue.path, ...issue.keys]] : [],
    )

describe('an input that refuses unknown keys', () => {
  it('does so at every depth', () => {
    expect(refused({ hoem: null })).toEqual([['hoem']])
    expect(refused({ home: { adress: 'x', address: 'x' } })).toEqual([['home', 'adress']])
    expect(refused({ times: [{ at: '2026-03-14T10:00:00Z', to: 1 }] })).toEqual([['times', 0, 'to']])
  })

  it('takes what it took before, and leaves open what says that it is open', () => {
    const value = { home: { address: 'x' }, times: [{ at: '2026-03-14T10:00:00Z' }] }
    expect(z.decode(strict, value as never)).toEqual(z.decode(input, value as never))
    expect(refused({ extra: { kind: 'a', more: 1 }, any: { thing: 1 } })).toBeUndefined()
    expect(z.toJSONSchema(strict, { io: 'input' })).toMatchObject({
      additionalProperties: false,
      properties: { home: { description: 'Where the day begins' } },
    })
  })

  const payment = refusingUnknownKeys(
    z.object({
      method: z.union([
        z.object({ token: z.string(), save: z.boolean().default(false) }),
        z.object({ methodId: z.uuid() }),
      ]),
      text: z.union([z.string(), z.array(z.object({ line: z.string() }))]).optional(),
    }),
  )
  const token = { token: 'pm_card_visa' }
  it.each([
    [{ method: { ...token, sav: true } }, ['method.sav is not known here']],
    [{ method: { tokn: 'x' } }, ['method has none of the accepted forms', 'method.tokn is not known here']],
    [{ method: { methodId: 'x' } }, ['method.methodId must be an id (UUID)']],
    [{ method: 3 }, ['method has none of the accepted forms']],
    [{ method: token, text: [{ line: 'a', lien: 'b' }] }, ['text.0.lien is not known here']],
  ])('names in %j what no form of a value knows', (value, sentences) => {
    const { error } = z.safeDecode(payment, value as never, { error: issueText })
    const { errors } = invalid(error!.issues).fields as { errors: { path: string; message: string }[] }
    expect(errors.map(({ path, message }) => `${path} ${message}`)).toEqual(sentences)
  })

  it('is that of every route with a JSON body, but of services alone, of raw ones and of queries', () => {
    const isStrict = (more: object) =>
      route({ method: 'POST', path: '/x', summary: 'x', allow: 'public', input, ...more }).input !== input
    expect(isStrict({})).toBe(true)
    expect(isStrict({ allow: ['service', 'signed-in'] })).toBe(true)
    for (const more of [{ allow: 'service' }, { kind: 'raw' }, { kind: 'direct' }, { method: 'GET' }])
      expect(isStrict(more)).toBe(false)
  })
})
