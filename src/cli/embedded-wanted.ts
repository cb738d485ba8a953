import { catalogue } from '../catalogue.ts'
import { select } from '../compose.ts'
import type { Environment } from '../kernel/settings.ts'
import { UsageError } from './command.ts'

/**
 * Does Klaps bring its own database for these services? Yes, unless the environment names one for each.
 *
 * @param services Undefined means all.
 * @throws UsageError for some services alone: they must not share the embedded one by accident.
 */
export function wantsEmbedded(services: readonly string[] | undefined, env: Environment): boolean {
  if (env.DATABASE_URL) return false
  const variables = select(catalogue, services)
    .map((service) => `DATABASE_URL_${service.contract.name.toUpperCase()}`)
    .filter((variable) => !env[variable])
  if (services && variables.length > 0)
    throw new UsageError(
      `--services needs a database for each: set ${variables.join(', ')} (or DATABASE_URL)`,
    )
  return variables.length > 0
}
