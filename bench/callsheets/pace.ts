import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readCallSheet } from '#callsheet'
import { percentile, rounded } from '../statistics.ts'

const run = promisify(execFile)
const rounds = 5

export interface Pace {
  readonly msPerPage: number
  /** Of `pdftotext -bbox` on the same files, its process start left out; null where it is not installed. */
  readonly pdftotextMsPerPage: number | null
  readonly timeVsPdftotext: number | null
}

/**
 * Reading beside `pdftotext -bbox`, file by file and turn by turn; the best of five turns of each counts, since other
 * work on the machine only ever adds time. What a start of the process costs is measured by `pdftotext -v`.
 */
export async function measurePace(files: readonly { pdf: Uint8Array; pages: number }[]): Promise<Pace> {
  const dir = await mkdtemp(join(tmpdir(), 'klaps-pace-'))
  try {
    const start = await startMs()
    let [own, theirs, pages] = [0, 0, 0]
    for (const { pdf, pages: count } of files) {
      const path = join(dir, 'sheet.pdf')
      await writeFile(path, pdf)
      const times: { own: number; theirs: number }[] = []
      for (let round = 0; round < rounds; round++)
        times.push({
          own: await timed(() => readCallSheet(pdf)),
          theirs: start === null ? 0 : await timed(() => pdftotext('-bbox', path, join(dir, 'out.html'))),
        })
      own += Math.min(...times.map((time) => time.own))
      theirs += Math.max(0, Math.min(...times.map((time) => time.theirs)) - (start ?? 0))
      pages += count
    }
    const none = start === null || theirs === 0
    return {
      msPerPage: rounded(own / pages, 2),
      pdftotextMsPerPage: none ? null : rounded(theirs / pages, 2),
      timeVsPdftotext: none ? null : rounded(own / theirs, 2),
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

const pdftotext = (...args: string[]) => run('pdftotext', args, { timeout: 20_000 })

/** What starting the program costs; null where it is not installed. */
async function startMs(): Promise<number | null> {
  const times: number[] = []
  try {
    for (let index = 0; index < 20; index++) times.push(await timed(() => pdftotext('-v')))
  } catch {
    return null
  }
  return percentile(times, 0.1)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
