import { constants } from 'node:os'

/** Somebody wants this process to end: SIGTERM or SIGINT. */
export interface StopRequest {
  /** Aborted by the first signal; its reason is a `StopRequested`. */
  readonly signal: AbortSignal
  /** Resolves with the first signal. */
  readonly asked: Promise<void>
}

/** Why a start did not finish: it was asked not to. */
export class StopRequested extends Error {
  constructor() {
    super('Asked to stop while starting')
  }
}

/**
 * Listens from now on. The first signal asks for an orderly end, whatever is under way; the second one ends the process
 * at once, with the exit code that shells give to a program ended by that signal.
 */
export function listenForStop(): StopRequest {
  const asking = new AbortController()
  const asked = Promise.withResolvers<void>()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (asking.signal.aborted) process.exit(128 + constants.signals[signal])
      asking.abort(new StopRequested())
      asked.resolve()
    })
  }
  return { signal: asking.signal, asked: asked.promise }
}
