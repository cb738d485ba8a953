import { appendFileSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Store } from './store.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'klaps-store-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const file = () => path.join(folder, 'books.jsonl')
const open = () => {
  const store = new Store(folder)
  const lines: number[] = []
  const journal = store.journal<number>('books', () => lines)
  lines.push(...journal.kept)
  store.flush()
  return {
    kept: journal.kept,
    write: (line: number) => {
      lines.push(line)
      journal.append(line)
      store.flush()
    },
  }
}

it('a journal has each line on disk at its flush, and is read in order', () => {
  const books = open()
  for (const line of [1, 2, 3]) books.write(line)
  expect(readFileSync(file(), 'utf8')).toBe('1\n2\n3\n')
  expect(open().kept).toEqual([1, 2, 3])
})

it('half a line, which a killed process left, is nothing, and the next line stands by itself', () => {
  const books = open()
  books.write(10)
  appendFileSync(file(), '11')
  const next = open()
  expect(next.kept).toEqual([10])
  next.write(12)
  expect(open().kept).toEqual([10, 12])
})

it('a line costs a line, however long the journal is', () => {
  const books = open()
  for (let line = 0; line < 1000; line++) books.write(line)
  const before = readFileSync(file()).length
  books.write(7)
  expect(readFileSync(file()).length).toBe(before + 2)
})

it('a journal of lines that replace each other does not grow without end', () => {
  const store = new Store(folder)
  let last = 0
  const journal = store.journal<number>('books', () => [last])
  for (let line = 1; line <= 10_000; line++) {
    last = line
    journal.append(line)
    store.flush()
  }
  expect(readFileSync(file(), 'utf8').split('\n').length).toBeLessThan(2500)
  expect(new Store(folder).journal<number>('books', () => []).kept.at(-1)).toBe(10_000)
})
