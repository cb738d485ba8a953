import { expect, it } from 'vitest'
import { databaseUrl } from './sites.ts'

it.each([
  [{ DATABASE_URL_EMAIL: 'own', DATABASE_URL: 'shared' }, 'own'],
  [{ DATABASE_URL_EMAIL: '', DATABASE_URL: 'shared' }, 'shared'],
  [{ DATABASE_URL_PDF: 'of another', DATABASE_URL: 'shared' }, 'shared'],
  [{}, 'embedded'],
])('of %o and an embedded database a service takes %s', (env, url) => {
  expect(databaseUrl(env, 'email', 'embedded')).toBe(url)
})

it('a service without a database is told which settings would give it one', () => {
  expect(() => databaseUrl({}, 'email')).toThrow(/DATABASE_URL_EMAIL or DATABASE_URL/)
})
