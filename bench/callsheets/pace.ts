import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readCallSheet } from '#callsheet'
import { rounded } from '../statistics.ts'

const run = promisify(execFile)
const rounds = 4
const starts = 30
/** Linux counts processor time of processes in hundredths of a second, whatever its clock does. */
const msPerTick = 10

export interface Pace {
  readonly msPerPage: number | null
  /** Of `pdftotext -bbox` on the same files, its process start left out; null where it is not installed. */
  readonly pdftotextMsPerPage: number | null
  readonly timeVsPdftotext: number | null
}

/**
 * Reading beside `pdftotext -bbox`, file by file and turn by turn, in processor time (on the wall where the system does
 * not tell that of processes that have ended): other work on the machine changes neither. What a start of the process
 * costs is measured by `pdftotext -v`.
 */
export async function measurePace(files: readonly Uint8Array[]): Promise<Pace> {
  if (files.length === 0) return { msPerPage: null, pdftotextMsPerPage: null, timeVsPdftotext: null }
  const dir = await mkdtemp(join(tmpdir(), 'klaps-pace-'))
  try {
    const paths = await Promise.all(
      files.map(async (pdf, index) => {
        const path = join(dir, `${index}.pdf`)
        await writeFile(path, pdf)
        return path
      }),
    )
    // Counted in a first reading, which also loads what every later one finds loaded: a server has read before, too.
    let pages = 0
    for (const pdf of files) pages += rounds * (await readCallSheet(pdf, { scans: 'leave' })).pages.length
    const start = await startMs()
    let [own, theirs] = [0, 0]
    for (let round = 0; round < rounds; round++)
      for (const [index, pdf] of files.entries()) {
        own += await ownMs(() => readCallSheet(pdf, { scans: 'leave' }))
        if (start !== null)
          theirs += (await childMs(() => pdftotext('-bbox', paths[index]!, join(dir, 'out')))) - start
      }
    const isMeasured = start !== null && theirs > 0
    return {
      msPerPage: rounded(own / pages, 2),
      pdftotextMsPerPage: isMeasured ? rounded(theirs / pages, 2) : null,
      timeVsPdftotext: isMeasured ? rounded(own / theirs, 2) : null,
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

const pdftotext = (...args: string[]) => run('pdftotext', args, { timeout: 20_000 })

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
