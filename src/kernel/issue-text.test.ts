import { expect, test } from 'vitest'
import { z } from 'zod'
import { issueText } from './issue-text.ts'
import { invalid, Problem } from './problem.ts'

const SignUp = z.object({
  email: z.email(),
  password: z.string().min(10).max(200),
  age: z.int().min(18).optional(),
  language: z.enum(['pl', 'en']).optional(),
  zone: z
    .string()
    .refine(() => false, 'Not a known time zone')
    .optional(),
})

function refusalOf(input: unknown): Problem {
  const result = z.safeDecode(SignUp, input as z.input<typeof SignUp>, { error: issueText })
  if (result.success) throw new Error('It should not fit')
  return invalid(result.error.issues)
}

test.each([
  [{}, ['email is missing', 'password is missing']],
  [
    { email: 'me', password: 'short' },
    ['email must be an e-mail address', 'password needs at least 10 characters'],
  ],
  [{ email: 'me@klaps.example', password: ['x'] }, ['password must be text']],
  [{ email: 'me@klaps.example', password: 'long enough', age: 17 }, ['age must be at least 18']],
  [
    { email: 'me@klaps.example', password: 'long enough', language: 'de' },
    ['language must be one of pl, en'],
  ],
  [{ email: 'me@klaps.example', password: 'long enough', zone: 'Mars' }, ['zone Not a known time zone']],
])('a refusal of %j says it once a field, in words for people', (input, sentences) => {
  const errors = refusalOf(input).fields.errors as { path: string; message: string }[]
  expect(errors.map(({ path, message }) => `${path} ${message}`)).toEqual(sentences)
})
