import type { EmbeddedPostgres } from '../adapters/postgres/embedded.ts'
import { catalogue } from '../catalogue.ts'
import { type House, openHouse } from '../compose.ts'
import { mountPages } from '../pages/mount.ts'
import type { OutsideWorld } from './outside-world.ts'

export interface Surroundings {
  readonly services: readonly string[] | undefined
  readonly port: number
  readonly dataDir: string
  readonly database: EmbeddedPostgres | undefined
  readonly world: OutsideWorld | undefined
  readonly cancel: AbortSignal
}

/** The services with their pages, in the world that the start command has found; the demo data come beside serving. */
export async function openHouseIn(around: Surroundings): Promise<House> {
  const { services, port, dataDir, database, world, cancel } = around
  const house = await openHouse({
    env: { ...world?.env, ...process.env },
    dataDir,
    alone: database !== undefined,
    sandbox: world !== undefined,
    port,
    cancel,
    pages: (app, host) => mountPages(app, host, { catalogue, sandbox: world }),
    ...(services ? { only: services } : {}),
    ...(database ? { databaseUrl: database.url } : {}),
  })
  world?.keepTimeWith(house)
  // Nobody has to wait for the demo person, whose page says that she is on her way.
  const demo = async () => {
    await world?.furnish(house.url)
    if (!services) await world?.furnishCinema(house.url)
  }
  demo().catch((error: unknown) => {
    if (!cancel.aborted) house.log.warn({ err: error }, 'The demo data could not be made')
  })
  return house
}
