/** A command of the command line: what the overview says, its help, its work. */
export interface Command {
  readonly about: string
  readonly help: string
  /** @returns the exit code */
  run(argv: readonly string[]): Promise<number>
}

/** The call itself was wrong; exit code 2. */
export class UsageError extends Error {}
