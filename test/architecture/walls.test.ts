import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { catalogue } from '../../src/catalogue.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
let folder: string

/** The linter with our configuration on a tree that holds nothing but the planted file. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'klaps-walls-'))
  await cp(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function lint(planted: Readonly<Record<string, string>>): Promise<string> {
  const paths = Object.keys(planted)
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), planted[path]!)
  }
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint')
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [oxlint, ...paths], { cwd: folder }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    )
  })
  for (const path of paths) await rm(join(folder, path))
  return output
}

const walls: [name: string, path: string, planted: string, refused: RegExp][] = [
  [
    "another service's inside",
    'src/services/email/x.ts',
    `import { findDay } from '../schedule/queries.ts'\nexport const x = findDay`,
    /Another service's inside/,
  ],
  [
    "another service's inside from a deeper folder",
    'src/services/email/providers/x.ts',
    `import { findDay } from '../../schedule/queries.ts'\nexport const x = findDay`,
    /Another service's inside/,
  ],
  [
    "the kernel's inside from a service",
    'src/services/email/x.ts',
    `import { Relay } from '../../kernel/relay.ts'\nexport const x = Relay`,
    /door is #kernel/,
  ],
  [
    'an adapter from a service',
    'src/services/email/x.ts',
    `import { createPool } from '../../adapters/postgres/pool.ts'\nexport const x = createPool`,
    /neither adapters/,
  ],
  [
    'a driver outside the adapters',
    'src/services/email/x.ts',
    `import { Pool } from 'pg'\nexport const x = Pool`,
    /Drivers are imported under/,
  ],
  [
    'a driver in the kernel',
    'src/kernel/x.ts',
    `import { PgBoss } from 'pg-boss'\nexport const x = PgBoss`,
    /Drivers are imported under/,
  ],
  [
    'a verb from a contract',
    'src/services/email/contract.ts',
    `import { x } from './queries.ts'\nexport const y = x`,
    /A contract imports/,
  ],
  [
    'a verb from a part of a contract',
    'src/services/email/contract/x.ts',
    `import { x } from '../queries.ts'\nexport const y = x`,
    /A contract imports/,
  ],
  [
    'the kernel from the call sheet reader',
    'src/callsheet/x.ts',
    `import { Problem } from '#kernel'\nexport const x = Problem`,
    /library of its own/,
  ],
  [
    'a service from the kernel',
    'src/kernel/x.ts',
    `import { email } from '#services/email'\nexport const x = email`,
    /kernel stands below/,
  ],
  [
    'how a process is put together from the kernel',
    'src/kernel/x.ts',
    `import { catalogue } from '../catalogue.ts'\nexport const x = catalogue`,
    /kernel stands below/,
  ],
  [
    'a service from an adapter',
    'src/adapters/bus/x.ts',
    `import { email } from '#services/email'\nexport const x = email`,
    /Adapters know/,
  ],
  [
    'the sandbox from an adapter',
    'src/adapters/bus/x.ts',
    `import { startSandbox } from '../../../sandbox/index.ts'\nexport const x = startSandbox`,
    /Adapters know/,
  ],
  [
    'the sandbox from a service',
    'src/services/email/x.ts',
    `import { startSandbox } from '../../../sandbox/index.ts'\nexport const x = startSandbox`,
    /never imports the sandbox/,
  ],
  [
    'the product from the sandbox',
    'sandbox/x.ts',
    `import { planDay } from '../src/services/route/planning.ts'\nexport const x = planDay`,
    /shares nothing/,
  ],
  ['Date outside adapters', 'src/services/email/x.ts', `export const x = () => new Date()`, /Use Temporal/],
  ['any', 'src/services/email/x.ts', `export const x = (y: any) => y`, /no-explicit-any/],
]

it.each(walls)('the linter refuses %s', async (_name, path, planted, refused) => {
  expect(await lint({ [path]: planted })).toMatch(refused)
})

it('the inside of every service in the catalogue is refused to the others', async () => {
  const names = catalogue.map((service) => service.contract.name)
  const planted = names.map((name, at) => {
    const other = names.at(at - 1)!
    return [
      `src/services/${other}/into-${name}.ts`,
      `import { x } from '../${name}/queries.ts'\nexport const y = x`,
    ]
  })
  const output = await lint(Object.fromEntries(planted))
  expect(names.filter((name) => !new RegExp(`into-${name}\\.ts`).test(output))).toEqual([])
  expect(output.match(/Another service's inside/g)).toHaveLength(names.length)
})

it('the linter lets through what the doors allow', async () => {
  const source = `import { z } from 'zod'\nimport { notFound } from '#kernel'\nimport { schedule } from '#services/schedule'\nimport { findMail } from './queries.ts'\nexport const x = [z, notFound, schedule, findMail]\n`
  expect(await lint({ 'src/services/email/x.ts': source })).toMatch(/Found 0 warnings and 0 errors/)
})
