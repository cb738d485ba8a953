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

it('what is generated is up to date', async () => {
  const files = await generatedFiles(catalogue.map((service) => service.contract.name))
  for (const [path, text] of files) {
    expect(
      await readFile(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8'),
      `${path}: run klaps generate`,
    ).toBe(text)
  }
}, 60_000)
