import { agedCopy, type Coordinates, derivedId, firstAnswer } from '#kernel'
import type { Ctx } from './context.ts'
import type { PlanRequest } from './planning.ts'
import { ESTIMATE_PROVIDER } from './providers/estimate.ts'
import type { Drive, DriveProvider } from './providers/types.ts'

/** Drives are kept for half an hour, and asked for by departures in steps of five minutes. */
const KEPT_SECONDS = 30 * 60
/** One calculation asks for neighbouring departures; those it may take from itself. */
const FRESH_SECONDS = 60
const STEP_MINUTES = 5
/** The best way and two beside it. */
const WAYS = 3

/** Answers `planDay`'s questions during one calculation. */
export interface DriveFinder {
  readonly drive: PlanRequest['drive']
  /** Was a provider asked in vain, so that the plan could be better later? */
  missed(): boolean
}

/**
 * Asks the providers in order for each drive. One that fails is not asked again in the same calculation, which would
 * otherwise wait for it at every question.
 *
 * @param fresh ask again what was asked more than a minute ago
 */
export function driveFinder(ctx: Ctx, providers: readonly DriveProvider[], fresh: boolean): DriveFinder {
  const lost = new Set<string>()
  return {
    missed: () => lost.size > 0,
    async drive(from, to, departAt) {
      const left = providers.filter(({ name }) => !lost.has(name))
      const { answer, failures } = await firstAnswer(left, (provider) =>
        ways(ctx, provider, from.coordinates, to.coordinates, departAt, fresh),
      )
      for (const { provider, error } of failures) {
        lost.add(provider)
        ctx.log.warn({ provider, err: error }, 'A map could not be asked for a drive')
      }
      const [best, ...others] = answer ?? []
      if (!best) throw new Error('The built-in estimate is missing among the providers')
      return { ...best, alternatives: others }
    },
  }
}

async function ways(
  ctx: Ctx,
  provider: DriveProvider,
  from: Coordinates,
  to: Coordinates,
  departAt: Temporal.Instant,
  fresh: boolean,
): Promise<readonly Drive[]> {
  if (provider.name === ESTIMATE_PROVIDER) return await provider.drive(from, to, departAt)
  const departure = departAt.round({
    smallestUnit: 'minute',
    roundingIncrement: STEP_MINUTES,
    roundingMode: 'floor',
  })
  // A digest: half of the positions are somebody's home, and a cache may be shared.
  const key = `drive:${derivedId(provider.name, spot(from), spot(to), departure.toString())}`
  const limits = { maxAgeSeconds: fresh ? FRESH_SECONDS : KEPT_SECONDS, ttlSeconds: KEPT_SECONDS }
  const { value } = await agedCopy(ctx, key, limits, () =>
    provider.drive(from, to, departure, { alternatives: WAYS }),
  )
  return value
}

/** Five decimals are about a metre. */
function spot({ latitude, longitude }: Coordinates): string {
  return `${latitude.toFixed(5)},${longitude.toFixed(5)}`
}
