import { access, constants } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { connectEmbedded } from '../adapters/postgres/embedded.ts'
import { checkDatabase } from '../adapters/postgres/network.ts'
import { createPool, type Pool } from '../adapters/postgres/pool.ts'
import { catalogue } from '../catalogue.ts'
import { memoryLimiter } from '../kernel/limiter.ts'
import { createLogger } from '../kernel/log.ts'
import { createOutbound } from '../kernel/outbound-client.ts'
import type { Service } from '../kernel/service.ts'
import { type Environment, KernelSettings, readSettings } from '../kernel/settings.ts'
import { missingIn } from '../schemas.ts'
import type { Command } from './command.ts'
import { dataDirOf } from './data-dir.ts'
import { wantsSandbox } from './outside-world.ts'
import { type CredentialName, providerChecks } from './provider-checks.ts'
import { type ProviderReport, renderProviders, reportProviders } from './provider-reports.ts'
import { storedCredentials } from './stored-credentials.ts'

const help = `klaps doctor [--data DIR] [--json]

Says what is configured, reachable and valid, and what to do about the rest. Changes nothing. Every provider that is
configured gets one real, harmless call; secrets are never shown.

  --data DIR  where the database, files and keys live (default ./data)
  --json      one JSON object: {"findings": [{"what", "state": "ok" | "note" | "problem", "detail"}], "providers":
              [{"name", "world", "configured", "address", "reachable", "keyValid", "responseMs", "state", "detail"}]}

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
        data: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const dataDir = dataDirOf(values.data)
    const databases = await checkDatabases(dataDir)
    const findings = [
      { what: 'node', state: 'ok' as State, detail: process.version },
      await checkDataDir(dataDir),
      ...checkSettings(),
      checkOutside(),
      ...databases.findings,
    ]
    const providers = await checkProviders(process.env, databases.stored ?? new Map())
    if (values.json) console.log(JSON.stringify({ findings, providers }))
    else
      for (const line of [...renderFindings(findings), '', ...renderProviders(providers)]) console.log(line)
    return [...findings, ...providers].some(({ state }) => state === 'problem') ? 3 : 0
  },
}

const renderFindings = (findings: readonly Finding[]) =>
  findings.map(({ what, state, detail }) => `${state.padEnd(8)} ${what.padEnd(14)} ${detail}`)

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

/** A setting that is not valid is told among the settings; the providers cannot be asked before it is mended. */
async function checkProviders(
  env: Environment,
  stored: ReadonlyMap<CredentialName, string>,
): Promise<ProviderReport[]> {
  const http = createOutbound({
    log: createLogger({ service: 'klaps', level: 'silent' }),
    limiter: memoryLimiter(),
  })
  try {
    const checks = providerChecks(env, http, (name) => stored.get(name))
    return await reportProviders(checks, wantsSandbox(env), secretsOf(env, stored))
  } catch {
    return []
  }
}

/** Everything secret that an answer could repeat, whole and in parts. */
function secretsOf(env: Environment, stored: ReadonlyMap<CredentialName, string>): string[] {
  const given = Object.entries(env).flatMap(([name, value]) =>
    value && /(_KEY|_SECRET|_TOKEN|_SID|^SMTP_URL)$/.test(name)
      ? [value, URL.parse(value)?.password ?? '']
      : [],
  )
  const whole = [...given, ...stored.values()]
  const parts = whole.flatMap((value) => [value, decodeURIComponentOr(value), ...value.split(':')])
  return [...new Set(parts)].filter((part) => part.length >= 6).toSorted((a, b) => b.length - a.length)
}

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

interface DatabaseFindings {
  findings: Finding[]
  stored?: Map<CredentialName, string>
}

async function checkDatabases(dataDir: string): Promise<DatabaseFindings> {
  const embedded = connectEmbedded(dataDir)
  const urlOf = ({ contract }: Service) =>
    process.env[`DATABASE_URL_${contract.name.toUpperCase()}`] || process.env.DATABASE_URL || embedded
  const checked = await Promise.all(
    [...Map.groupBy(catalogue, urlOf)].map(([url, services]) =>
      url === undefined ? undefined : checkOne(url, services, dataDir),
    ),
  )
  const reached = checked.filter((each) => each !== undefined)
  if (reached.length === 0)
    return { findings: [{ what: 'database', state: 'note', detail: 'embedded, not running' }] }
  const stored = reached.find((each) => each.stored)?.stored
  return { findings: reached.flatMap((each) => each.findings), ...(stored ? { stored } : {}) }
}

async function checkOne(url: string, services: Service[], dataDir: string): Promise<DatabaseFindings> {
  const names = services.map((service) => service.contract.name)
  const what = names.length === catalogue.length ? 'database' : `database of ${names.join(', ')}`
  const answer = await checkDatabase(url)
  if (!answer.ok) return { findings: [{ what, state: 'problem', detail: answer.problem }] }
  const detail = `PostgreSQL ${answer.version}, ${Math.round(answer.latencyMs)} ms`
  const findings: Finding[] = [{ what, state: 'ok', detail }]
  const owner = createPool({ url, max: 2, applicationName: 'klaps doctor', types: 'temporal' })
  try {
    const missing = await missingIn(
      { url, owner, services },
      process.env.KLAPS_ENV === 'production' ? false : undefined,
    )
    if (missing.length > 0)
      findings.push({
        what: 'migrations',
        state: 'problem',
        detail: `run klaps migrate (missing: ${missing.join('; ')})`,
      })
    const stored = names.includes('config') ? await openStored(owner, dataDir, findings) : undefined
    return { findings, ...(stored ? { stored } : {}) }
  } finally {
    await owner.end()
  }
}

async function openStored(pool: Pool, dataDir: string, findings: Finding[]) {
  try {
    return await storedCredentials(pool, dataDir)
  } catch (error) {
    findings.push({ what: 'provider keys', state: 'problem', detail: (error as Error).message })
    return undefined
  }
}
