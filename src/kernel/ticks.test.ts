import { sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { until } from '../../test/harness/until.ts'
import { createLogger } from './log.ts'
import { type Tick, Ticker } from './ticks.ts'

const due = sql`select min(due_at) from timers`
let ticker: Ticker
afterEach(() => ticker.stop())

/** A ticker with one tick a hundredth of a second, over a database that says what `seconds` says. */
function tickerOf(tick: Partial<Tick>, seconds: () => number | null) {
  const hears = new Set<() => void>()
  const counts = { runs: 0, looks: 0 }
  const run = async () => void (counts.runs += 1)
  ticker = new Ticker({
    service: 'notebook',
    ticks: [{ name: 'sweep', every: Temporal.Duration.from({ milliseconds: 10 }), due, run, ...tick }],
    session: {
      signal: () => ({ send: () => undefined, on: () => () => undefined }),
      lead: async () => true,
      onWrite: (hear) => {
        hears.add(hear)
        return () => hears.delete(hear)
      },
      ping: async () => undefined,
      close: async () => undefined,
    },
    controls: { isTimerPaused: () => false, note: () => undefined, claim: async () => true },
    secondsUntil: async () => {
      counts.looks += 1
      return seconds()
    },
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics: { operations: { inc: () => undefined, series: () => ({ inc: () => undefined }) } },
  })
  ticker.start()
  const write = () => {
    for (const hear of hears) hear()
  }
  return { counts, write, hears }
}

const looked = (counts: { looks: number }, times: number) =>
  until(`${times} looks`, () => counts.looks === times)

describe('a periodic job that says when it is due', () => {
  it('rests after one look while nothing is due and nothing written', async () => {
    const { counts } = tickerOf({}, () => null)
    await looked(counts, 1)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(counts).toEqual({ runs: 0, looks: 1 })
  })

  it('looks again after a write, and runs for as long as something is due', async () => {
    let left = 0
    const { counts, write } = tickerOf({ run: async () => void (left -= 1) }, () => (left > 0 ? -1 : null))
    await looked(counts, 1)
    left = 3
    write()
    await until('all to be done', () => left === 0)
    await looked(counts, 5)
  })

  it('starts by itself when its time comes', async () => {
    const dueAt = performance.now() + 300
    const { counts } = tickerOf({}, () => (dueAt - performance.now()) / 1000)
    await until('a run', () => counts.runs > 0)
    expect(performance.now()).toBeGreaterThanOrEqual(dueAt)
  })

  it('runs when nobody can say what is due, so that the fault is told of', async () => {
    const { counts } = tickerOf({}, () => {
      throw new Error('no such table')
    })
    await until('a run', () => counts.runs > 1)
  })

  it('hears of no writes any more once it has stopped', async () => {
    const { counts, hears } = tickerOf({}, () => null)
    await looked(counts, 1)
    await ticker.stop()
    expect(hears.size).toBe(0)
  })
})

it('one that does not say so runs every time', async () => {
  const { counts } = tickerOf({ due: undefined }, () => null)
  await until('some runs', () => counts.runs > 2)
  expect(counts.looks).toBe(0)
})

it('that somebody wants run while it runs starts again when that run is over', async () => {
  let running = 0
  let most = 0
  const runs: (() => void)[] = []
  tickerOf(
    {
      due: undefined,
      run: async () => {
        running += 1
        most = Math.max(most, running)
        await new Promise<void>((resolve) => runs.push(resolve))
        running -= 1
      },
    },
    () => null,
  )
  await until('the periodic run', () => runs.length === 1)
  ticker.runWanted(['sweep'])
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(runs).toHaveLength(1)
  runs[0]!()
  await until('the run that was wanted', () => runs.length > 1)
  const ended = setInterval(() => runs.forEach((end) => end()), 5)
  await ticker.stop().finally(() => clearInterval(ended))
  expect(most).toBe(1)
})
