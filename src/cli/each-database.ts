import { createPool, type Pool } from '../adapters/postgres/pool.ts'
import type { Service } from '../kernel/service.ts'
import { databaseUrl } from '../sites.ts'
import { reachEmbedded } from './reach-database.ts'

/** One distinct database, with those of the services asked for that live in it. */
export interface Reached {
  readonly url: string
  readonly owner: Pool
  readonly services: readonly Service[]
  readonly embedded: boolean
}

/** Does the work on one database after the other, as the user that its URL names; all of its connections end with it. */
export async function onEachDatabase<R>(
  services: readonly Service[],
  options: { dataDir: string; applicationName: string },
  work: (reached: Reached) => Promise<R>,
): Promise<R[]> {
  const names = services.map((service) => service.contract.name)
  const embedded = await reachEmbedded(options.dataDir, names)
  const urlOf = (service: Service) => databaseUrl(process.env, service.contract.name, embedded.url)
  const results: R[] = []
  try {
    for (const [url, members] of Map.groupBy(services, urlOf)) {
      const { applicationName } = options
      const owner = createPool({ url, max: 2, applicationName, types: 'temporal' })
      try {
        results.push(await work({ url, owner, services: members, embedded: url === embedded.url }))
      } finally {
        await owner.end()
      }
    }
  } finally {
    await embedded.stop()
  }
  return results
}
