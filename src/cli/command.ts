import { catalogue } from '../catalogue.ts'
import { select } from '../compose.ts'

/** A command of the command line: what the overview says, its help, its work. */
export interface Command {
  readonly about: string
  readonly help: string
  /** @returns the exit code */
  run(argv: readonly string[]): Promise<number>
}

/** The call itself was wrong; exit code 2. */
export class UsageError extends Error {}

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
