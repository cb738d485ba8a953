import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts'
import { encodeCursor } from './paging.ts'
import { notebookService } from './testing/notebook.ts'
import { readerService } from './testing/reader.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ services: [notebookService, readerService] })
})
afterAll(() => house.stop())

describe('paging', () => {
  it('brings every row once, whatever is written meanwhile', async () => {
    const anna = await house.person()
    for (let note = 1; note <= 5; note++) await anna.post('/notes', { text: `note ${note}` })
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body } = await anna.get(`/notes?limit=2${cursor && `&cursor=${cursor}`}`)
      seen.push(...body.items.map((item: { text: string }) => item.text))
      cursor = body.nextCursor
      await anna.post('/notes', { text: 'newer than the first page' })
    }
    expect(seen).toEqual(['note 5', 'note 4', 'note 3', 'note 2', 'note 1'])
  })

  it.each([
    ['nonsense', 'nonsense'],
    ['empty list', Buffer.from('[]').toString('base64url')],
    ['a number for a key', Buffer.from('[1,"x"]').toString('base64url')],
    ['a key that is no instant', encodeCursor({ key: 'yesterday', id: crypto.randomUUID() })],
    ['an id that is no id', encodeCursor({ key: '2026-03-14T05:30:00Z', id: 'x' })],
    ['SQL', encodeCursor({ key: '2026-03-14T05:30:00Z', id: `' or true --` })],
  ])('with %s for a cursor is 422', async (_what, cursor) => {
    const anna = await house.person()
    const { status, body } = await anna.get(`/notes?cursor=${encodeURIComponent(cursor)}`)
    expect([status, body.code]).toEqual([422, 'invalid-cursor'])
  })

  it.each([0, 201, 1.5, 'many'])('with a limit of %s is 422', async (limit) => {
    const { status, body } = await (await house.person()).get(`/notes?limit=${limit}`)
    expect([status, body.errors[0].path]).toEqual([422, 'limit'])
  })
})
