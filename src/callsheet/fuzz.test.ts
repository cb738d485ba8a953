import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { developmentLayouts, generateCallSheet, languagesOf } from '../../sandbox/callsheets/index.ts'
import { MAX_HEAP_BYTES } from './pdf/pdfium.ts'
import type { FuzzResult } from './testing/fuzz-thread.ts'

/** `CI_FULL=1` reads all; `FUZZ_SEED=<number>` one, as a failed run names it. */
const all = 2_000
const always = 150
const only = process.env.FUZZ_SEED
const [first, last] = only ? [Number(only), Number(only) + 1] : [0, process.env.CI_FULL ? all : always]

/** A damaged PDF that takes this long never ends: the longest takes well under a second on an idle machine. */
const hangMs = 20_000
const warmUp = 60
const mayGrowBytes = 160 * 1024 * 1024
/** What one document leaves behind shows in the buffers first: 2,000 times 16 kB is this. */
const mayKeepBytes = 32 * 1024 * 1024

/** Reads the documents of these seeds in a thread, which is ended when one of them hangs. */
function fuzz(pdfs: readonly Uint8Array[], from: number, to: number): Promise<FuzzResult[]> {
  const results: FuzzResult[] = []
  const workerData = { pdfs, from, to }
  const thread = new Worker(new URL('./testing/fuzz-thread.ts', import.meta.url), { workerData })
  return new Promise((resolve, reject) => {
    const hangs = () => {
      void thread.terminate()
      reject(
        new Error(
          `The document of FUZZ_SEED=${from + results.length} was still being read after ${hangMs} ms`,
        ),
      )
    }
    let timer = setTimeout(hangs, hangMs)
    thread.on('message', (result: FuzzResult) => {
      results.push(result)
      clearTimeout(timer)
      timer = setTimeout(hangs, hangMs)
    })
    thread.on('error', reject)
    thread.on('exit', () => {
      clearTimeout(timer)
      resolve(results)
    })
  })
}

/** From the first of the documents to the last, as low as each stretch of them comes between collections. */
function growth(results: readonly FuzzResult[], of: 'rssBytes' | 'bufferBytes'): number {
  const length = Math.min(100, results.length / 3)
  const least = (some: readonly FuzzResult[]) => Math.min(...some.map((result) => result[of]))
  return least(results.slice(-length)) - least(results.slice(0, length))
}

it(
  `never crashes, hangs or leaks over ${last - first} damaged documents`,
  async () => {
    const pdfs = await Promise.all(
      developmentLayouts.map(async (layout, index) => {
        const [language] = languagesOf(layout)
        return (await generateCallSheet({ seed: 900 + index, language: language!, layout })).pdf
      }),
    )
    const results = await fuzz(pdfs, first, last)
    expect(results).toHaveLength(last - first)
    const refusals = /^(?:read|encrypted|damaged|too-many-pages|too-large|no-text)$/
    expect(results.filter(({ outcome }) => !refusals.test(outcome))).toEqual([])
    expect(Math.max(...results.map(({ heapBytes }) => heapBytes))).toBeLessThanOrEqual(MAX_HEAP_BYTES)
    const settled = results.slice(warmUp)
    if (settled.length >= 60) {
      expect(growth(settled, 'rssBytes')).toBeLessThan(mayGrowBytes)
      expect(growth(settled, 'bufferBytes')).toBeLessThan(mayKeepBytes)
    }
    // Damage that nothing survives would test nothing.
    if (!only)
      expect(results.filter(({ outcome }) => outcome === 'read').length).toBeGreaterThan(results.length / 8)
  },
  15 * 60_000,
)
