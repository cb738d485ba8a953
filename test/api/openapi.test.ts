import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, it } from 'vitest'
import { catalogue } from '../../src/catalogue.ts'
import { generatedFiles } from '../../src/cli/generate.ts'
import { sourceEndpoints } from '../../src/cli/source-endpoints.ts'
import { openapi } from '../../src/kernel/http/openapi.ts'

const contracts = catalogue.map((service) => service.contract)
const document = openapi(contracts, { version: '0.0.0', url: 'http://localhost:3000', sandbox: false }) as any
const operations = Object.values<any>(document.paths).flatMap((path) => Object.values<any>(path))

it('the API document is valid OpenAPI 3.1', async () => {
  const result = await new Validator().validate(structuredClone(document))
  expect(result.errors ?? []).toEqual([])
  expect(result.valid).toBe(true)
})

it('every route is in it once, with a summary, its permission and every refusal', () => {
  const routes = contracts.flatMap((contract) => Object.values(contract.routes))
  expect(operations).toHaveLength(routes.length)
  expect(new Set(operations.map((operation) => operation.operationId)).size).toBe(operations.length)
  for (const operation of operations) {
    expect(operation.summary).toBeTruthy()
    expect(operation['x-allow'].length).toBeGreaterThan(0)
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '422', '429', '500']))
  }
})

it('every reference in it leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
    (match) => match[1]!,
  )
  expect(references.filter((name) => !(name in document.components.schemas))).toEqual([])
})

it('every endpoint of the source documents has its route here', () => {
  const known = new Set(
    contracts.flatMap((contract) =>
      Object.values(contract.routes).map((route) => `${route.method} ${route.path}`),
    ),
  )
  expect(sourceEndpoints.filter((row) => !known.has(row.ours))).toEqual([])
})

it('the first word of a path says whose it is, and docs/operations.md says so', async () => {
  const rows = (await readFile(new URL('../../docs/operations.md', import.meta.url), 'utf8')).split('\n')
  const owners = contracts.flatMap(({ name, routes }) =>
    Object.values(routes)
      .filter((route) => !route.atRoot)
      .map((route) => ({ word: route.path.split('/')[1]!, name })),
  )
  const words = Map.groupBy(owners, ({ word }) => word)
  expect([...words].filter(([, each]) => new Set(each.map(({ name }) => name)).size > 1)).toEqual([])
  const isListed = ({ word, name }: { word: string; name: string }) =>
    rows.some(
      (row) => row.startsWith('| ') && row.includes(name) && (word === name || row.includes(`\`${word}\``)),
    )
  expect(owners.filter((each) => !isListed(each))).toEqual([])
})

it('what is generated is up to date', async () => {
  const files = await generatedFiles(catalogue.map((service) => service.contract.name))
  for (const [path, text] of files) {
    expect(
      await readFile(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8'),
      `${path}: run klaps generate`,
    ).toBe(text)
  }
}, 60_000)
