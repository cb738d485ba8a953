/** The work took longer than it may. */
export class TookTooLong extends Error {
  constructor() {
    super('It took too long')
    this.name = 'TookTooLong'
  }
}

/**
 * Runs `work` for `ms` at most. It is told by its signal when it is too late or the caller has gone, and is not waited for
 * then. A listener and a timer, no promises of its own: it is around every outside call.
 *
 * @throws TookTooLong, the caller's own reason, or what `work` throws
 */
export function within<T>(
  ms: number,
  caller: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const given = new AbortController()
    const giveUp = (reason: unknown) => {
      done()
      reject(reason)
      given.abort(reason)
    }
    const leave = () => giveUp(caller.reason)
    const timer = setTimeout(() => giveUp(new TookTooLong()), ms)
    const done = () => {
      clearTimeout(timer)
      caller.removeEventListener('abort', leave)
    }
    if (caller.aborted) return leave()
    caller.addEventListener('abort', leave, { once: true })
    work(given.signal).then(
      (result) => {
        done()
        resolve(result)
      },
      (error: unknown) => {
        done()
        reject(error)
      },
    )
  })
}
