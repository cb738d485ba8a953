import { CompiledQuery } from 'kysely'
import { z } from 'zod'
import type { Runtime } from './runtime.ts'

export const HealthStatus = z.enum(['healthy', 'degraded', 'unhealthy']).meta({ id: 'HealthStatus' })

export const CheckReport = z
  .object({ status: HealthStatus, responseTimeMs: z.number(), detail: z.string().optional() })
  .meta({ id: 'CheckReport', description: 'One dependency; response time in milliseconds' })

export const HealthReport = z
  .object({ service: z.string(), status: HealthStatus, checks: z.record(z.string(), CheckReport) })
  .meta({ id: 'HealthReport', description: 'One service and what it depends on' })
export type HealthReport = z.output<typeof HealthReport>

/** The longest a check may take before its dependency counts as unhealthy; less than whoever asks this process waits. */
const checkLimitMs = 4_000
const ping = CompiledQuery.raw('select 1 from time_shift')

/** Asks a service's own database and its declared checks. A lost database is unhealthy, a lost provider degraded. */
export async function checkHealth(runtime: Runtime, bus: () => Promise<void>): Promise<HealthReport> {
  const checks = {
    database: () => runtime.db.query.executeQuery(ping),
    bus,
    ...runtime.service.health(runtime.ctx),
  }
  const reports = Object.fromEntries(
    await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await run(check)] as const)),
  )
  Object.assign(reports, await quotaReports(runtime))
  const essential = [reports.database!, reports.bus!].some((each) => each.status === 'unhealthy')
  const anything = Object.values(reports).some((each) => each.status !== 'healthy')
  return {
    service: runtime.service.contract.name,
    status: essential ? 'unhealthy' : anything ? 'degraded' : 'healthy',
    checks: reports,
  }
}

/** Providers whose daily quota is nearly used: they still answer, but somebody should know before they no longer do. */
async function quotaReports({ ctx }: Runtime): Promise<Record<string, z.output<typeof CheckReport>>> {
  // Without its database, which keeps the counts, a service is unhealthy anyway.
  const uses = await ctx.http.quotas().catch(() => [])
  return Object.fromEntries(
    uses
      .filter((use) => use.nearlyUsed)
      .map(({ provider, used, calls }) => [
        `quota:${provider}`,
        { status: 'degraded' as const, responseTimeMs: 0, detail: `${used} of ${calls} calls a day used` },
      ]),
  )
}

async function run(check: () => Promise<unknown>): Promise<z.output<typeof CheckReport>> {
  const started = performance.now()
  const spent = () => Math.round((performance.now() - started) * 10) / 10
  try {
    await withinLimit(check(), checkLimitMs)
    return { status: 'healthy', responseTimeMs: spent() }
  } catch (error) {
    return {
      status: 'unhealthy',
      responseTimeMs: spent(),
      detail: error instanceof Error ? error.message.slice(0, 200) : 'failed',
    }
  }
}

/** @throws an error that says so when `work` takes longer. */
export async function withinLimit<R>(work: Promise<R>, limitMs: number): Promise<R> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`No answer in ${limitMs / 1000} s`)), limitMs)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** A report as anybody may read it: states and times. What a failed check said may name hosts and accounts. */
export function withoutDetails(report: HealthReport): HealthReport {
  const checks = Object.entries(report.checks).map(([name, { status, responseTimeMs }]) => [
    name,
    { status, responseTimeMs },
  ])
  return { ...report, checks: Object.fromEntries(checks) }
}

/** To whom a token is addressed that a process shows to another one when it asks for details of its health. */
export const processAudience = 'process'

/** How long another process may take to say how its services are. */
const peerLimitMs = 5_000
const peerAnswer = z.object({ services: z.array(HealthReport) })

/**
 * Asks other processes about their services, each address once. A service whose process does not answer, or does not
 * know it, is unhealthy and the report says why.
 *
 * @param urlOf Where a service's process answers; undefined when this process was not told.
 * @param sign Makes the token that lets us read the details.
 */
export async function askPeers(
  services: readonly string[],
  urlOf: (service: string) => string | undefined,
  sign: () => Promise<string>,
): Promise<HealthReport[]> {
  const byUrl = Map.groupBy(services, urlOf)
  const reports = await Promise.all(
    [...byUrl].map(([url, names]) =>
      url === undefined ? names.map(withoutAddress) : askPeer(url, names, sign),
    ),
  )
  return reports.flat()
}

const withoutAddress = (service: string): HealthReport =>
  unreachable(service, 0, `SERVICE_URL_${service.toUpperCase()} is not set`)

async function askPeer(
  url: string,
  names: readonly string[],
  sign: () => Promise<string>,
): Promise<HealthReport[]> {
  const started = performance.now()
  const spent = () => Math.round((performance.now() - started) * 10) / 10
  try {
    const response = await fetch(`${url}/health`, {
      signal: AbortSignal.timeout(peerLimitMs),
      redirect: 'error',
      headers: { authorization: `Bearer ${await sign()}` },
    })
    const { services } = peerAnswer.parse(await response.json())
    const told = new Map(services.map((report) => [report.service, report]))
    return names.map((name) => told.get(name) ?? unreachable(name, spent(), 'It does not run at its address'))
  } catch (error) {
    return names.map((name) => unreachable(name, spent(), reasonOf(error)))
  }
}

function unreachable(service: string, responseTimeMs: number, detail: string): HealthReport {
  return {
    service,
    status: 'unhealthy',
    checks: { process: { status: 'unhealthy', responseTimeMs, detail } },
  }
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed'
  if (error.name === 'TimeoutError') return `No answer in ${peerLimitMs / 1000} s`
  if (error instanceof z.ZodError || error instanceof SyntaxError) return 'The answer is no health report'
  const cause = error.cause instanceof Error ? error.cause.message : ''
  return [error.message, cause].filter(Boolean).join(': ').slice(0, 200)
}
