import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { CipherError } from './cipher.ts'
import { runtimeOf } from './testing/envelopes.ts'
import { notebookService } from './testing/notebook.ts'
import { readerService } from './testing/reader.ts'

const services = [notebookService, readerService]
const aad = 'notebook:notes.text:1'
let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ services })
})
afterAll(() => house.stop())

const cipherOf = (where: TestHouse, person: string) => runtimeOf(where, 'notebook').ctx.secrets.person(person)

/** As another process would, which has no key in memory. */
async function openElsewhere(person: string, sealed: string): Promise<string> {
  const other = await openTestHouse({ services, on: house, alone: false })
  try {
    return (await cipherOf(other, person)).open(sealed, aad)
  } finally {
    await other.stop()
  }
}

describe('what is sealed for a person', () => {
  it('is unreadable once the key is deleted, and only because of that', async () => {
    const anna = crypto.randomUUID()
    const sealed = (await cipherOf(house, anna)).seal('secret', aad)
    const [key] = await house.rows<{ wrapped: string }>(
      'delete from notebook.personal_keys where person_id = $1 returning wrapped',
      [anna],
    )
    await expect(openElsewhere(anna, sealed)).rejects.toThrow(CipherError)
    await house.rows('update notebook.personal_keys set wrapped = $2 where person_id = $1', [
      anna,
      key!.wrapped,
    ])
    expect(await openElsewhere(anna, sealed)).toBe('secret')
  })
})

it('two processes that need a person’s first key at the same time get the same', async () => {
  const other = await openTestHouse({ services, on: house, alone: false })
  try {
    const anna = crypto.randomUUID()
    const [here, there] = await Promise.all([cipherOf(house, anna), cipherOf(other, anna)])
    expect(there.open(here.seal('secret', aad), aad)).toBe('secret')
  } finally {
    await other.stop()
  }
})

it('many keys that are needed at once are each made once, and stay whose they are', async () => {
  const people = Array.from({ length: 40 }, () => crypto.randomUUID())
  const twice = await Promise.all([...people, ...people].map((person) => cipherOf(house, person)))
  const rows = await house.rows('select person_id from notebook.personal_keys where person_id = any($1)', [
    people,
  ])
  expect(rows).toHaveLength(people.length)
  for (const index of people.keys()) {
    const sealed = twice[index]!.seal('secret', aad)
    expect(twice[index + people.length]!.open(sealed, aad)).toBe('secret')
    expect(() => twice[(index + 1) % people.length]!.open(sealed, aad)).toThrow(CipherError)
    if (index < 3) expect(await openElsewhere(people[index]!, sealed)).toBe('secret')
  }
})

it('the keys in the table are sealed themselves', async () => {
  const anna = crypto.randomUUID()
  await cipherOf(house, anna)
  const [row] = await house.rows<{ wrapped: string }>(
    'select wrapped from notebook.personal_keys where person_id = $1',
    [anna],
  )
  expect(row!.wrapped).toMatch(/^sealed:/)
})
