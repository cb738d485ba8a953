import { globSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { catalogue } from '../../src/catalogue.ts'
import type { SnapshotRoute } from '../../src/kernel/index.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const sources = globSync('src/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'))

/** Every way to name another module, also those that the linter does not see: types, dynamic imports, URLs. */
const references =
  /(?:from\s*|import\s*\(\s*|new URL\s*\(\s*|typeof import\s*\(\s*|import\s+)['"]([^'"]+)['"]/g

function targetsOf(file: string, text = readFileSync(resolve(root, file), 'utf8')): string[] {
  return [...text.matchAll(references)]
    .map((match) => match[1]!)
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(root, resolve(root, dirname(file), name)))
}

const serviceOf = (path: string) => /^src\/services\/([^/]+)\//.exec(`${path}/`)?.[1]

function crossingsOf(file: string, text?: string): string[] {
  const own = serviceOf(file)
  if (!own) return []
  return targetsOf(file, text)
    .filter((target) => (serviceOf(target) ?? own) !== own)
    .map((target) => `${file} -> ${target}`)
}

it('no module of a service names a file inside another service, by whatever means', () => {
  expect(sources.flatMap((file) => crossingsOf(file))).toEqual([])
})

it.each([
  `import { findDay } from '../schedule/queries.ts'`,
  `export * from "../schedule/queries.ts"`,
  `import '../schedule/queries.ts'`,
  `const { findDay } = await import('../schedule/queries.ts')`,
  `type Queries = typeof import('../schedule/queries.ts')`,
  `const sheet = new URL('../schedule/queries.ts', import.meta.url)`,
])('would see %s', (planted) => {
  const crossing = 'src/services/email/x.ts -> src/services/schedule/queries.ts'
  expect(crossingsOf('src/services/email/x.ts', planted)).toEqual([crossing])
})

it('src/callsheet names nothing outside itself', () => {
  const crossings = sources
    .filter((file) => file.startsWith('src/callsheet/'))
    .flatMap((file) =>
      targetsOf(file)
        .filter((target) => !target.startsWith('src/callsheet') && !target.startsWith('node_modules'))
        .map((target) => `${file} -> ${target}`),
    )
  expect(crossings).toEqual([])
})

it('the needs of services form no circle', () => {
  const needs = catalogue.map((service): [string, readonly string[]] => [
    service.contract.name,
    Object.values(service.needs).map((each) => each.name),
  ])
  expect(circlesIn(new Map(needs))).toEqual([])
  const planted: typeof needs = [...needs, ['config', ['notification']]]
  expect(circlesIn(new Map(planted))).toContain('config -> notification -> config')
})

function circlesIn(needs: ReadonlyMap<string, readonly string[]>): string[] {
  const visit = (name: string, path: readonly string[]): string[] => {
    if (path.includes(name)) return [[...path, name].join(' -> ')]
    return (needs.get(name) ?? []).flatMap((next) => visit(next, [...path, name]))
  }
  return [...needs.keys()].flatMap((name) => visit(name, []))
}

it('every copy is of an owner in the catalogue, whose snapshot tells what its keeper hears', () => {
  const owners = new Map(catalogue.map(({ contract }) => [contract.name, contract]))
  const strange = catalogue.flatMap(({ contract, copies, hears }) =>
    Object.entries(copies)
      .filter(([, { of, snapshot }]) => {
        const route = owners.get(of.name)?.routes[snapshot] as SnapshotRoute | undefined
        const heard = Object.values(hears).map(({ type }) => type)
        return !route?.snapshotOf.some(({ type }) => heard.includes(type))
      })
      .map(([name]) => `${contract.name}.${name}`),
  )
  expect(strange).toEqual([])
  expect(catalogue.flatMap(({ copies }) => Object.keys(copies)).length).toBeGreaterThan(0)
})

it('every listener hears an event that some service in the catalogue or the kernel owns', () => {
  const published = new Set(
    catalogue.flatMap((service) => Object.values(service.contract.events).map((event) => event.type)),
  )
  const unheard = catalogue.flatMap((service) =>
    Object.values(service.hears)
      .filter((event) => event.source !== '*' && !published.has(event.type))
      .map((event) => `${service.contract.name} hears ${event.type}`),
  )
  expect(unheard).toEqual([])
})
