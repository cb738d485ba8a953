import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What a start does without: each is megabytes of source, and is loaded when somebody first needs it. */
const late = [
  'node_modules/pdfkit',
  'node_modules/fontkit',
  'node_modules/@embedpdf/pdfium',
  'node_modules/libphonenumber-js',
  'node_modules/imapflow',
  'node_modules/nodemailer/lib/mail-composer',
  'node_modules/nodemailer/lib/smtp-connection',
  'node_modules/web-push',
  'node_modules/stripe',
  'node_modules/rabbitmq-client',
  'node_modules/@modelcontextprotocol/server',
  'src/callsheet/read.ts',
  'src/callsheet/fields',
  'sandbox/callsheets',
]

/** Loads modules as a start does, and prints the addresses of all that this loads. */
const program = `
import { registerHooks } from 'node:module'
const loaded = new Set()
registerHooks({
  load(url, context, next) {
    loaded.add(url)
    return next(url, context)
  },
})
for (const module of process.argv.slice(1)) await import(module)
console.log(JSON.stringify([...loaded]))
process.exit()`

async function loadedBy(...modules: string[]): Promise<string[]> {
  const addresses = modules.map((path) => new URL(path, `file://${root}`).href)
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', program, ...addresses],
    { cwd: root, maxBuffer: 16 * 1024 * 1024, timeout: 60_000 },
  )
  return JSON.parse(stdout) as string[]
}

it('a house and its sandbox load without what only some need', async () => {
  const loaded = await loadedBy(
    'src/cli/start.ts',
    'src/cli/whole-house.ts',
    'sandbox/index.ts',
    'sandbox/demo.ts',
  )
  expect(loaded.some((url) => url.includes('/src/services/notification/service.ts'))).toBe(true)
  expect(late.filter((part) => loaded.some((url) => url.includes(`/${part}`)))).toEqual([])
})

it('sees what is loaded', async () => {
  const loaded = await loadedBy('src/callsheet/read.ts')
  expect(loaded.some((url) => url.includes('/node_modules/libphonenumber-js'))).toBe(true)
})
