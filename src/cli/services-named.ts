import { catalogue } from '../catalogue.ts'
import { select } from '../compose.ts'
import { UsageError } from './command.ts'

/** The services that `--services` names, commas between; undefined means all. */
export function servicesNamed(list: string | undefined): string[] | undefined {
  const names = list
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean)
  try {
    select(catalogue, names)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
  if (names?.length === 0) throw new UsageError('--services names no service')
  return names
}
