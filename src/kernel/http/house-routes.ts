import { createHash, timingSafeEqual } from 'node:crypto'
import type { Foreground } from '../foreground.ts'
import { processAudience, withoutDetails } from '../health.ts'
import type { HostOptions } from '../host-options.ts'
import { type HouseHealth, worstStatus } from '../house-health.ts'
import { notFound, unauthorized } from '../problem.ts'
import type { Runtime } from '../runtime.ts'
import type { Tokens } from '../tokens.ts'
import { Answers } from './answers.ts'
import { DirectRoutes } from './direct.ts'
import { createGateway } from './gateway.ts'
import { type App, bearerToken, mountRoutes, type Request } from './server.ts'
import { surround } from './surround.ts'

/** What is asked of a process besides its services' routes. */
interface Process {
  readonly runtimes: readonly Runtime[]
  readonly health: HouseHealth
  readonly foreground: Foreground
  /** Has everything started, and nobody asked it to stop? */
  readonly isUp: () => boolean
}

/**
 * The whole HTTP face of a process: what surrounds every request, its own state, the services' routes.
 *
 * @returns the direct ones, which stand before the app
 */
export function mountHouse(app: App, options: HostOptions, house: Process): DirectRoutes {
  const { settings, tokens, log, metrics, sandbox } = options
  const answers = new Answers({ settings, sandbox, log })
  surround(app, { settings, answers })
  app.onError((error, c) => answers.problem(c, error))
  app.notFound((c) => answers.problem(c, notFound('page')))
  mountState(app, options, house)
  const { runtimes, foreground } = house
  const parts = { runtimes, foreground, gateway: createGateway(settings), tokens, answers, metrics }
  mountRoutes(app, parts)
  return new DirectRoutes({ ...parts, trustProxy: settings.KLAPS_TRUST_PROXY })
}

function mountState(app: App, { metrics, tokens, settings }: HostOptions, { health, isUp }: Process): void {
  app.get('/health/live', (c) => c.json({ status: 'healthy' }))
  app.get('/health/ready', async (c) =>
    isUp() && (await health.canServe()) ? c.json({ status: 'ready' }) : c.json({ status: 'starting' }, 503),
  )
  app.get('/health', async (c) => {
    const [reports, detailed] = await Promise.all([health.here(), isOurs(bearerToken(c), tokens)])
    const status = worstStatus(reports)
    const services = detailed ? reports : reports.map(withoutDetails)
    return c.json({ status, services }, status === 'unhealthy' ? 503 : 200)
  })
  app.get('/metrics', async (c) => {
    if (!isLocal(c) && !sameToken(bearerToken(c), settings.METRICS_TOKEN)) throw unauthorized()
    return c.text(await metrics.registry.metrics(), 200, { 'Content-Type': metrics.registry.contentType })
  })
}

/** Another process of ours, which gathers what people with `health:read` see. */
async function isOurs(token: string | undefined, tokens: Tokens): Promise<boolean> {
  if (!token || !tokens.namesServiceKey(token)) return false
  const actor = await tokens.identify(token, processAudience).catch(() => undefined)
  return actor?.kind === 'service'
}

/** From this machine itself; behind a proxy on it everybody would be, so a forwarded request never is. */
function isLocal(c: Request): boolean {
  if (c.req.header('x-forwarded-for') || c.req.header('forwarded')) return false
  return /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(c.get('address') ?? '')
}

function sameToken(given: string | undefined, expected: string | undefined): boolean {
  if (!given || !expected) return false
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
