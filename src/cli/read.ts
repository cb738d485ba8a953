import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { type CallSheet, CallSheetError, readCallSheet } from '#callsheet'
import { type Command, UsageError } from './command.ts'
import { renderSheet } from './render-sheet.ts'
import { terminal } from './terminal.ts'

const help = `klaps read FILE.pdf [--me NAME_OR_ROLE] [--json]

Says what a call sheet says: what to check first, then each value with how sure the reader is of it and the page that it
stands on; ? marks what needs a look. Reads on this machine; nothing is sent anywhere. Scanned pages are recognised, some
seconds each, by the tesseract of this machine where one is installed, else by the one that comes along.

  --me TEXT  your name, role or department as printed: finds your own call
  --json     one JSON object for scripts: values with confidence and evidence (page, box, text)

Exit codes: 0 read, 1 it cannot be read, 2 wrong call.`

const largestFile = 25 * 1024 * 1024

export const read: Command = {
  help,
  async run(argv) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { me: { type: 'string' }, json: { type: 'boolean', default: false } },
    })
    const file = onlyFile(positionals)
    const sheet = await readSheetFile(file, values.me)
    console.log(values.json ? JSON.stringify(sheet) : renderSheet(sheet, basename(file), terminal()))
    return 0
  },
}

export function onlyFile(positionals: readonly string[]): string {
  const [file, ...more] = positionals
  if (!file || more.length > 0) throw new UsageError('Name one PDF file (see --help)')
  return file
}

/** Reads a PDF from disk. `me` may be a name, a role or a department: whichever row matches is the reader's. */
export async function readSheetFile(file: string, me?: string): Promise<CallSheet> {
  if (me?.trim() === '') throw new UsageError('--me is empty')
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${file} ${error.code === 'ENOENT' ? 'does not exist' : 'cannot be read'}`)
  })
  if (found.isDirectory()) throw new Error(`${file} is a folder; name one PDF file`)
  if (found.size > largestFile) throw new Error(`${file} is larger than 25 MB`)
  try {
    return await readCallSheet(new Uint8Array(await readFile(file)), {
      fileName: basename(file),
      referenceDate: Temporal.Now.plainDateISO(),
      onProgress: ({ page, of }) => console.error(`recognising scanned page ${page} of ${of}`),
      ...(me ? { me: { name: me, role: me, department: me } } : {}),
    })
  } catch (error) {
    if (error instanceof CallSheetError)
      throw new Error(`${basename(file)}: ${error.message} (${error.code})`, { cause: error })
    throw error
  }
}
