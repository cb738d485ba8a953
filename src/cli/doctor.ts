import { access, constants } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { connectEmbedded } from '../adapters/postgres/embedded.ts'
import { checkDatabase } from '../adapters/postgres/network.ts'
import { createPool } from '../adapters/postgres/pool.ts'
import { catalogue } from '../catalogue.ts'
import { migrationState } from '../kernel/migrate.ts'
import { KernelSettings, readSettings } from '../kernel/settings.ts'
import type { Command } from './command.ts'
import { defaultDataDir } from './data-dir.ts'
import { wantsSandbox } from './outside-world.ts'

const help = `klaps doctor [--data DIR] [--json]

Says what is configured, reachable and valid, and what to do about the rest. Changes nothing.

  --data DIR  where the database, files and keys live (default ./data)
  --json      one JSON object: {"findings": [{"what", "state": "ok" | "note" | "problem", "detail"}]}

Exit code 3 when something needs attention.`

type State = 'ok' | 'note' | 'problem'
interface Finding {
  what: string
  state: State
  detail: string
}

export const doctor: Command = {
  help,
  async run(argv) {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        data: { type: 'string', default: process.env.KLAPS_DATA ?? defaultDataDir },
        json: { type: 'boolean', default: false },
      },
    })
    const dataDir = resolve(values.data)
    const findings = [
      { what: 'node', state: 'ok' as State, detail: process.version },
      await checkDataDir(dataDir),
      ...checkSettings(),
      checkOutside(),
      ...(await checkDatabases(dataDir)),
    ]
    if (values.json) console.log(JSON.stringify({ findings }))
    else
      for (const { what, state, detail } of findings)
        console.log(`${state.padEnd(8)} ${what.padEnd(14)} ${detail}`)
    return findings.some((finding) => finding.state === 'problem') ? 3 : 0
  },
}

async function checkDataDir(dataDir: string): Promise<Finding> {
  try {
    await access(dataDir, constants.W_OK)
    return { what: 'data', state: 'ok', detail: dataDir }
  } catch {
    return { what: 'data', state: 'note', detail: `${dataDir} is not there yet; the first start makes it` }
  }
}

/** Every service's settings are read as a start would; values are never printed. */
function checkSettings(): Finding[] {
  const schemas = [
    { owner: 'kernel', schema: KernelSettings },
    ...catalogue.map((service) => ({ owner: service.contract.name, schema: service.settings })),
  ]
  return schemas.flatMap(({ owner, schema }) => {
    try {
      readSettings(schema, process.env, owner)
      return []
    } catch (error) {
      return [{ what: `settings`, state: 'problem' as State, detail: (error as Error).message }]
    }
  })
}

function checkOutside(): Finding {
  if (!wantsSandbox(process.env)) return { what: 'outside world', state: 'ok', detail: 'real providers' }
  return { what: 'outside world', state: 'note', detail: 'no credentials are set: a start uses the sandbox' }
}

async function checkDatabases(dataDir: string): Promise<Finding[]> {
  const embedded = connectEmbedded(dataDir)
  const urls = new Map<string, string[]>()
  for (const { contract } of catalogue) {
    const url =
      process.env[`DATABASE_URL_${contract.name.toUpperCase()}`] || process.env.DATABASE_URL || embedded
    if (url) urls.set(url, [...(urls.get(url) ?? []), contract.name])
  }
  if (urls.size === 0) return [{ what: 'database', state: 'note', detail: 'embedded, not running' }]
  return (await Promise.all([...urls].map(([url, names]) => checkOne(url, names)))).flat()
}

async function checkOne(url: string, names: readonly string[]): Promise<Finding[]> {
  const what = names.length === catalogue.length ? 'database' : `database of ${names.join(', ')}`
  const answer = await checkDatabase(url)
  if (!answer.ok) return [{ what, state: 'problem', detail: answer.problem }]
  const pool = createPool({ url, max: 1, applicationName: 'klaps doctor', types: 'temporal' })
  try {
    const pending: string[] = []
    for (const name of names) {
      const service = catalogue.find((each) => each.contract.name === name)!
      const state = await migrationState(pool, name, service.migrations)
      if (state.pending.length > 0) pending.push(name)
    }
    const reached: Finding = {
      what,
      state: 'ok',
      detail: `PostgreSQL ${answer.version}, ${Math.round(answer.latencyMs)} ms`,
    }
    return pending.length > 0
      ? [
          reached,
          {
            what: 'migrations',
            state: 'problem',
            detail: `pending in ${pending.join(', ')}: run klaps migrate`,
          },
        ]
      : [reached]
  } finally {
    await pool.end()
  }
}
