import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const sources = globSync('src/**/*.ts', { cwd: root }).filter((path) => !/\.(test|fixture)\.ts$/.test(path))
/** What asks for today, or the time on the wall, without saying where. */
const nowhere = /Temporal\.Now\.(?:plain\w+|zonedDateTime)ISO\(\s*\)/

it('a server never takes its machine’s time zone for a person’s; a terminal’s machine is the person’s own', () => {
  expect(sources.length).toBeGreaterThan(500)
  const found = sources.filter((path) => nowhere.test(readFileSync(`${root}${path}`, 'utf8')))
  expect(found.filter((path) => !path.startsWith('src/cli/'))).toEqual([])
})
