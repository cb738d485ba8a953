import { assertOutsideTransaction, outsideAnyScope } from './scope.ts'

/** The batch cannot tell yet: the question goes first into the next one. */
export const repeat = Symbol('repeat')
export type Repeat = typeof repeat

/** More wait than the backlog allows. */
export class Overloaded extends Error {}

/** Whoever asked has gone, or has no time left: nothing was done. */
export class Abandoned extends Error {}

/** Answers several questions in their order; `run` for one alone must be right, too. */
interface Options<Q, A> {
  /** Most questions of one batch. */
  readonly most: number
  /** Most questions that wait. Default: no limit. */
  readonly backlog?: number
  /**
   * How long a batch that is not full waits for more, milliseconds: where the answer is in no hurry and the batch costs
   * far more than a question. Default: no longer than the turn of the event loop.
   */
  readonly lingerMs?: number
  /** Is nobody else on the way who could ask soon, so that lingering is of no use? Default: never known. */
  isAll?(waiting: number): boolean
  run(questions: readonly Q[]): Promise<readonly (A | Repeat)[]>
  /**
   * May one question alone have made the batch fail (its data, a lock), and not what all of them need (the database)?
   * Default: always.
   */
  isOfOne?(error: unknown): boolean
}

interface Waiting<Q, A> {
  readonly question: Q
  readonly signal: AbortSignal | undefined
  readonly resolve: (answer: A) => void
  readonly reject: (error: unknown) => void
}

/**
 * What is asked while a batch is on its way shares the next one: its round trips and its commit are paid once, each has
 * an answer of its own, and nobody waits when there is nothing to share. A batch that fails is run again one by one, so
 * that only the one to blame fails: `run` does all of its work in one transaction or none.
 *
 * A batch runs in nobody's scope: what belongs to one question (its story, its actor) is part of it.
 */
export class Gathering<Q, A> {
  readonly #options: Options<Q, A>
  readonly #waiting: Waiting<Q, A>[] = []
  #isBusy = false
  /** Ends the wait for more. */
  #full: (() => void) | undefined

  constructor(options: Options<Q, A>) {
    this.#options = options
  }

  /**
   * Not inside a transaction: the batch has one of its own.
   *
   * @throws Overloaded at once when too many wait
   * @throws Abandoned when `signal` was aborted before the question was on its way
   */
  ask(question: Q, signal?: AbortSignal): Promise<A> {
    assertOutsideTransaction('work that is shared with others')
    const { backlog = Number.POSITIVE_INFINITY } = this.#options
    if (this.#waiting.length >= backlog) return Promise.reject(new Overloaded())
    return new Promise<A>((resolve, reject) => {
      this.#waiting.push({ question, signal, resolve, reject })
      if (this.#isFull()) this.#full?.()
      if (!this.#isBusy) void outsideAnyScope(() => this.#drain())
    })
  }

  async #drain(): Promise<void> {
    this.#isBusy = true
    // What arrives in the same turn of the event loop goes together from the start.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0) {
      await this.#linger()
      await this.#runBatch(this.#waiting.splice(0, this.#options.most))
    }
    this.#isBusy = false
  }

  #isFull(): boolean {
    const { most, isAll } = this.#options
    return this.#waiting.length >= most || isAll?.(this.#waiting.length) === true
  }

  /** Until the batch is full, or it has waited for long enough. */
  async #linger(): Promise<void> {
    const { lingerMs } = this.#options
    if (lingerMs === undefined || this.#isFull()) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, lingerMs)
      this.#full = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#full = undefined
  }

  async #runBatch(taken: readonly Waiting<Q, A>[]): Promise<void> {
    const batch = taken.filter(({ signal }) => !signal?.aborted)
    for (const each of taken) if (each.signal?.aborted) each.reject(new Abandoned())
    if (batch.length === 0) return
    try {
      const answers = await this.#options.run(batch.map(({ question }) => question))
      this.#waiting.unshift(...batch.filter((each, index) => !isAnswered(each, answers[index]!)))
    } catch (error) {
      const { isOfOne = () => true } = this.#options
      if (batch.length === 1 || !isOfOne(error)) for (const each of batch) each.reject(error)
      // Alone, each has its own answer.
      else for (const each of batch) await this.#runBatch([each])
    }
  }
}

function isAnswered<Q, A>({ resolve }: Waiting<Q, A>, answer: A | Repeat): boolean {
  if (answer === repeat) return false
  resolve(answer)
  return true
}

/**
 * A gathering for each context (each running service), made when it is first asked.
 *
 * @example const begin = gathered(64, (ctx: Ctx, wishes: readonly Wish[]) => ...)
 * await begin(ctx, wish)
 */
export function gathered<X extends object, Q, A>(
  most: number,
  run: (ctx: X, questions: readonly Q[]) => Promise<readonly A[]>,
  { isAll, ...options }: Pick<Options<Q, A>, 'lingerMs'> & { isAll?(ctx: X, waiting: number): boolean } = {},
): (ctx: X, question: Q) => Promise<A> {
  const gatherings = new WeakMap<X, Gathering<Q, A>>()
  return (ctx, question) =>
    gatherings
      .getOrInsertComputed(
        ctx,
        () =>
          new Gathering({
            ...options,
            ...(isAll ? { isAll: (waiting: number) => isAll(ctx, waiting) } : {}),
            most,
            run: (questions) => run(ctx, questions),
          }),
      )
      .ask(question)
}
