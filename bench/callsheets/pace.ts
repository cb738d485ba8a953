import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readCallSheet } from '#callsheet'
import { percentile, rounded } from '../statistics.ts'

const run = promisify(execFile)
const rounds = 5
const starts = 30
/** How often each file stands in what pdftotext reads in one go. */
const copies = 3
/** Linux counts processor time of processes in hundredths of a second, whatever its clock does. */
const msPerTick = 10

export interface Pace {
  readonly msPerPage: number | null
  /** Of `pdftotext -bbox` on the same pages, its process start left out; null where it is not installed. */
  readonly pdftotextMsPerPage: number | null
  /** Of the rounds, the one in the middle. */
  readonly timeVsPdftotext: number | null
}

/**
 * Reading beside `pdftotext -bbox`, turn by turn, in processor time (on the wall where the system does not tell that of
 * processes that have ended): other work on the machine changes neither. A page takes pdftotext less than the system can
 * count, so it gets the pages of all files in one, some hundred milliseconds of work; what a start of the process costs is
 * measured by `pdftotext -v`.
 */
export async function measurePace(files: readonly Uint8Array[]): Promise<Pace> {
  if (files.length === 0) return { msPerPage: null, pdftotextMsPerPage: null, timeVsPdftotext: null }
  const dir = await mkdtemp(join(tmpdir(), 'klaps-pace-'))
  try {
    // Counted in a first reading, which also loads what every later one finds loaded: a server has read before, too.
    let pages = 0
    for (const pdf of files) pages += (await readCallSheet(pdf, { scans: 'leave' })).pages.length
    const theirs = await pdftotextOf(files, dir)
    const paced: { own: number; theirs: number | null }[] = []
    for (let round = 0; round < rounds; round++) {
      const own = await ownMs(async () => {
        for (const pdf of files) await readCallSheet(pdf, { scans: 'leave' })
      })
      paced.push({ own: own / pages, theirs: theirs && (await theirs()) / (pages * copies) })
    }
    const both = paced.flatMap((round) => (round.theirs ? [{ own: round.own, theirs: round.theirs }] : []))
    const middle = (values: readonly number[]): number | null =>
      values.length === 0 ? null : rounded(percentile(values, 0.5), 2)
    return {
      msPerPage: middle(paced.map(({ own }) => own)),
      pdftotextMsPerPage: middle(both.map((round) => round.theirs)),
      timeVsPdftotext: middle(both.map((round) => round.own / round.theirs)),
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** Measures pdftotext on the pages of all files, milliseconds without its start; null where it is not installed. */
async function pdftotextOf(
  files: readonly Uint8Array[],
  dir: string,
): Promise<(() => Promise<number>) | null> {
  const start = await startMs()
  if (start === null) return null
  const paths = files.map((_, index) => join(dir, `${index}.pdf`))
  await Promise.all(files.map((pdf, index) => writeFile(paths[index]!, pdf)))
  const united = join(dir, 'united.pdf')
  await run('pdfunite', [...Array.from({ length: copies }, () => paths).flat(), united], { timeout: 60_000 })
  return async () => Math.max(0, (await childMs(() => pdftotext('-bbox', united, join(dir, 'out')))) - start)
}

const pdftotext = (...args: string[]) => run('pdftotext', args, { timeout: 60_000 })

/** What starting the program costs; null where it is not installed. */
async function startMs(): Promise<number | null> {
  try {
    let all = 0
    for (let index = 0; index < starts; index++) all += await childMs(() => pdftotext('-v'))
    return all / starts
  } catch {
    return null
  }
}

async function ownMs(work: () => Promise<unknown>): Promise<number> {
  const began = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1000
}

async function childMs(work: () => Promise<unknown>): Promise<number> {
  const [began, before] = [performance.now(), await endedChildrenMs()]
  await work()
  const after = await endedChildrenMs()
  return before === null || after === null ? performance.now() - began : after - before
}

/** Processor time of all children that have ended (proc(5), cutime and cstime); null outside of Linux. */
export async function endedChildrenMs(): Promise<number | null> {
  try {
    const fields = (await readFile('/proc/self/stat', 'utf8')).split(') ')[1]!.split(' ')
    return (Number(fields[13]) + Number(fields[14])) * msPerTick
  } catch {
    return null
  }
}
