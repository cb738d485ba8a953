import { OutboundError } from './outbound.ts'

/** A provider that was asked and could not be had. */
export interface ProviderFailure {
  provider: string
  error: OutboundError
}

export interface FirstAnswer<T> {
  /** Undefined when no provider had one. */
  answer: T | undefined
  /** Those asked in vain before, so that the plan can say what it lacks. */
  failures: ProviderFailure[]
}

/**
 * Asks providers in order of preference until one answers. `undefined` and an empty list are honest answers ("no such
 * place", "no road") that another provider may know better; only an `OutboundError` counts as a failure, anything
 * else is a mistake of ours and thrown.
 *
 * @example firstAnswer([google, osrm, estimate], (provider) => provider.drive(home, set, departAt))
 */
export async function firstAnswer<P extends { readonly name: string }, T>(
  providers: readonly P[],
  ask: (provider: P) => Promise<T | undefined>,
): Promise<FirstAnswer<T>> {
  const failures: ProviderFailure[] = []
  for (const provider of providers) {
    try {
      const answer = await ask(provider)
      if (answer !== undefined && !(Array.isArray(answer) && answer.length === 0)) return { answer, failures }
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error
      failures.push({ provider: provider.name, error })
    }
  }
  return { answer: undefined, failures }
}
