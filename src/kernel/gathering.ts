import { assertOutsideTransaction, outsideAnyScope } from './scope.ts'

/** Answers several questions in their order; `run` for one alone must be right, too. */
interface Options<Q, A> {
  /** Most questions of one batch. */
  readonly most: number
  run(questions: readonly Q[]): Promise<readonly A[]>
}

interface Waiting<Q, A> {
  readonly question: Q
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
  #waiting: Waiting<Q, A>[] = []
  #isBusy = false

  constructor(options: Options<Q, A>) {
    this.#options = options
  }

  /** Not inside a transaction: the batch has one of its own. */
  ask(question: Q): Promise<A> {
    assertOutsideTransaction('work that is shared with others')
    return new Promise<A>((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject })
      if (!this.#isBusy) void outsideAnyScope(() => this.#drain())
    })
  }

  async #drain(): Promise<void> {
    this.#isBusy = true
    // What arrives in the same turn of the event loop goes together from the start.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0) await this.#runBatch(this.#waiting.splice(0, this.#options.most))
    this.#isBusy = false
  }

  async #runBatch(batch: readonly Waiting<Q, A>[]): Promise<void> {
    try {
      const answers = await this.#options.run(batch.map(({ question }) => question))
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index]!)
    } catch (error) {
      if (batch.length === 1) batch[0]!.reject(error)
      else for (const each of batch) await this.#runBatch([each])
    }
  }
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
): (ctx: X, question: Q) => Promise<A> {
  const gatherings = new WeakMap<X, Gathering<Q, A>>()
  return (ctx, question) =>
    gatherings
      .getOrInsertComputed(ctx, () => new Gathering({ most, run: (questions) => run(ctx, questions) }))
      .ask(question)
}
