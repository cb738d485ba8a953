import type { z } from 'zod'
import { Problem } from '#kernel'
import { workOut } from './calculation.ts'
import type { Ctx } from './context.ts'
import { noExtras, type PlannedRoute, type route } from './contract.ts'
import { mapsOf } from './maps.ts'
import { findPersonal, findUnstored } from './places.ts'

type Input = z.output<(typeof route.routes.calculate)['input']>

export const mapUnavailable = () =>
  new Problem(503, 'route.map-unavailable', 'The map does not answer, try again later', {
    headers: { 'Retry-After': '60' },
  })

/**
 * A day worked out on the spot and not kept: home, stop and buffers are the user's own unless others are given.
 *
 * @throws Problem 422 without a home or for a place that the map does not know, 503 when it cannot be asked
 */
export async function whatIf(ctx: Ctx, userId: string, input: Input): Promise<PlannedRoute> {
  const settings = await ctx.call.config.settingsOf({ userId })
  const maps = await mapsOf(ctx)
  const find = async (place: 'home' | 'stop', given: string | undefined) => {
    if (given) return await findUnstored(ctx, maps, given)
    const own = settings[place]?.address
    return own ? await findPersonal(ctx, maps, { userId, place, address: own }) : undefined
  }
  const [home, stop, location] = await Promise.all([
    find('home', input.home),
    input.stop === null ? undefined : find('stop', input.stop),
    findUnstored(ctx, maps, input.location),
  ])
  const lookups = { home, stop, location }
  if (stop?.state === 'unknown') throw notOnTheMap('stop')
  const outcome = await workOut(ctx, maps, {
    call: input.call,
    lookups,
    stopOpensAt: input.stop === undefined ? (settings.stop?.opensAt ?? null) : null,
    buffers: { ...settings.buffers, ...input.buffers },
    extras: noExtras,
    fresh: false,
  })
  if (outcome.kind === 'calculated') return outcome.route
  switch (outcome.code) {
    case 'no-home':
      throw new Problem(422, 'route.no-home', 'Give a home address, here or in the settings')
    case 'home-not-found':
      throw notOnTheMap('home')
    case 'location-not-found':
      throw notOnTheMap('location')
    case 'provider-down':
      throw mapUnavailable()
  }
}

const notOnTheMap = (place: 'home' | 'stop' | 'location') =>
  new Problem(422, 'route.place-not-found', `The map does not know the address of the ${place}`, {
    fields: { place },
  })
