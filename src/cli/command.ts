/** A command of the command line: its help and its work. */
export interface Command {
  readonly help: string
  /** @returns the exit code */
  run(argv: readonly string[]): Promise<number>
}

/** The call itself was wrong; exit code 2. */
export class UsageError extends Error {}
