/** The work took longer than it may. */
export class TookTooLong extends Error {
  constructor() {
    super('It took too long')
    this.name = 'TookTooLong'
  }
}

/**
 * Runs `work` for `ms` at most. It is told by its signal when it is too late or the caller has gone, and is not waited for
 * then.
 *
 * @throws TookTooLong, the caller's own reason, or what `work` throws
 */
export async function within<T>(
  ms: number,
  caller: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  caller.throwIfAborted()
  const given = new AbortController()
  const over = Promise.withResolvers<never>()
  const giveUp = (reason: unknown) => {
    over.reject(reason)
    given.abort(reason)
  }
  const leave = () => giveUp(caller.reason)
  const timer = setTimeout(() => giveUp(new TookTooLong()), ms)
  caller.addEventListener('abort', leave, { once: true })
  try {
    return await Promise.race([work(given.signal), over.promise])
  } finally {
    clearTimeout(timer)
    caller.removeEventListener('abort', leave)
  }
}
