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

/** The longest a check may take before its dependency counts as unhealthy. */
const checkLimitMs = 5_000
const ping = CompiledQuery.raw('select 1')

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
  const essential = [reports.database!, reports.bus!].some((each) => each.status === 'unhealthy')
  const anything = Object.values(reports).some((each) => each.status !== 'healthy')
  return {
    service: runtime.service.contract.name,
    status: essential ? 'unhealthy' : anything ? 'degraded' : 'healthy',
    checks: reports,
  }
}

async function run(check: () => Promise<unknown>): Promise<z.output<typeof CheckReport>> {
  const started = performance.now()
  const spent = () => Math.round((performance.now() - started) * 10) / 10
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer in ${checkLimitMs / 1000} s`)), checkLimitMs)
  })
  try {
    await Promise.race([check(), limit])
    return { status: 'healthy', responseTimeMs: spent() }
  } catch (error) {
    return {
      status: 'unhealthy',
      responseTimeMs: spent(),
      detail: error instanceof Error ? error.message.slice(0, 200) : 'failed',
    }
  } finally {
    clearTimeout(timer)
  }
}
