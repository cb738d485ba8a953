import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { type CallSheet, CallSheetError, closeReader, readCallSheetInWorker } from '#callsheet'
import { type Command, UsageError } from './command.ts'
import { renderSheet } from './render-sheet.ts'
import { terminal } from './terminal.ts'

const help = `klaps read FILE.pdf [--me NAME_OR_ROLE] [--sheet N] [--timeout SECONDS] [--json]

Says what a call sheet says: what to check first, then each value with how sure the reader is of it and the page that it
stands on; ? marks what needs a look. Reads on this machine; nothing is sent anywhere. Scanned pages are recognised, some
seconds each, by the tesseract of this machine where one is installed, else by the one that comes along.

  --me TEXT          your name, role or department as printed: finds your own call
  --sheet N          of a file with several sheets, which one; the first when left out
  --timeout SECONDS  gives up when reading takes longer; 300 when left out, 3600 at most
  --json             one JSON object for scripts: values with confidence and evidence (page, box, text)

Exit codes: 0 read, 1 it cannot be read or has no such sheet, 2 wrong call.`

const largestFile = 25 * 1024 * 1024
const usualSeconds = 300
const mostSeconds = 3_600
const mostSheets = 50

export const read: Command = {
  help,
  async run(argv) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        me: { type: 'string' },
        sheet: { type: 'string' },
        timeout: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const file = onlyFile(positionals)
    const number = wholeNumber('--sheet', values.sheet, mostSheets)
    const seconds = wholeNumber('--timeout', values.timeout, mostSeconds)
    const sheet = await readSheetFile(file, { me: values.me, sheet: number, seconds })
    const text = values.json
      ? JSON.stringify(sheet)
      : renderSheet(sheet, { name: basename(file), number: number ?? 1 }, terminal())
    console.log(text)
    return 0
  },
}

function wholeNumber(option: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined
  const number = /^\d{1,6}$/u.test(text) ? Number(text) : 0
  if (number < 1 || number > most) throw new UsageError(`${option} takes a whole number from 1 to ${most}`)
  return number
}

export function onlyFile(positionals: readonly string[]): string {
  const [file, ...more] = positionals
  if (!file || more.length > 0) throw new UsageError('Name one PDF file (see --help)')
  return file
}

interface Reading {
  /** A name, a role or a department: whichever row matches is the reader's. */
  me?: string | undefined
  /** Of a file with several sheets, which; the first when left out. */
  sheet?: number | undefined
  /** When to give up. */
  seconds?: number | undefined
}

/**
 * Reads a PDF from disk, in a thread of its own, so that it can be given up whatever it does.
 *
 * @throws Error that says in one line why it cannot be read
 */
export async function readSheetFile(file: string, reading: Reading = {}): Promise<CallSheet> {
  const { me, sheet: number, seconds = usualSeconds } = reading
  if (me?.trim() === '') throw new UsageError('--me is empty')
  const name = basename(file)
  const bytes = await bytesOf(file)
  const tooLong = AbortSignal.timeout(seconds * 1000)
  try {
    const sheet = await readCallSheetInWorker(bytes, {
      fileName: name,
      referenceDate: Temporal.Now.plainDateISO(),
      onProgress: ({ page, of }) => console.error(`recognising scanned page ${page} of ${of}`),
      signal: tooLong,
      ...(number === undefined ? {} : { sheet: number }),
      ...(me ? { me: { name: me, role: me, department: me } } : {}),
    })
    const { length } = sheet.sheets
    if (number !== undefined && number > Math.max(1, length))
      throw new Error(
        `${name} holds ${length < 2 ? 'one sheet' : `${length} sheets`}; there is no sheet ${number}`,
      )
    return sheet
  } catch (error) {
    if (tooLong.aborted)
      throw new Error(`${name} could not be read in ${seconds} s (--timeout)`, { cause: error })
    if (error instanceof CallSheetError)
      throw new Error(`${name}: ${error.message} (${error.code})`, { cause: error })
    throw error
  } finally {
    await closeReader()
  }
}

async function bytesOf(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${file} ${error.code === 'ENOENT' ? 'does not exist' : 'cannot be read'}`)
  })
  if (found.isDirectory()) throw new Error(`${file} is a folder; name one PDF file`)
  if (found.size > largestFile) throw new Error(`${file} is larger than 25 MB`)
  return new Uint8Array(await readFile(file))
}
