import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  developmentLayouts,
  generateCallSheet,
  generatePaper,
  heldOutLayouts,
  type Layout,
  languagesOf,
  paperKinds,
  type SheetLanguage,
  scanned,
  type Trap,
  traps,
} from './index.ts'

const layouts = [...developmentLayouts, ...heldOutLayouts]
const usage = `node sandbox/callsheets/main.ts [--seed N] [--count N] [--layout NAME | --paper KIND] [--language pl|en|de|fr|es]
  [--trap NAME]... [--scan DPI] --out DIR
Writes a call sheet as PDF and what it truly says as JSON; --count writes the seeds from N on. --scan sends it through
a copier. --paper writes something that is no call sheet.
Layouts: ${layouts.join(', ')}
Traps: ${traps.join(', ')}
Papers: ${paperKinds.join(', ')}`

interface Job {
  out: string
  stem: string
  scan: number | undefined
  seed: number
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      language: { type: 'string' },
      layout: { type: 'string', default: 'polish-plan-dnia' },
      paper: { type: 'string' },
      trap: { type: 'string', multiple: true, default: [] },
      scan: { type: 'string' },
      count: { type: 'string', default: '1' },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(usage)
    return 0
  }
  const layout = layouts.find((name) => name === values.layout)
  const kind = paperKinds.find((name) => name === values.paper)
  const chosen = traps.filter((trap) => values.trap.includes(trap))
  const seed = Number(values.seed)
  const count = Number(values.count)
  const scan = values.scan === undefined ? undefined : Number(values.scan)
  const possible: readonly SheetLanguage[] =
    values.paper === undefined && layout ? languagesOf(layout) : ['pl', 'en', 'de', 'fr', 'es']
  const language = possible.find((each) => each === (values.language ?? possible[0]))
  const numbers =
    [seed, count, scan ?? 300].every(Number.isInteger) && (scan ?? 300) >= 50 && (scan ?? 300) <= 600
  const known = values.paper === undefined ? layout !== undefined : kind !== undefined
  if (!values.out || !layout || !language || !numbers || !known || chosen.length < values.trap.length) {
    console.error(usage)
    return 2
  }
  await mkdir(values.out, { recursive: true })
  for (let each = seed; each < seed + count; each++) {
    const stem = `${kind ?? layout}-${language}-${each}`
    const job = { out: values.out, stem, scan, seed: each }
    if (kind) {
      const { pdf, ...truth } = await generatePaper({ seed: each, kind, language })
      await write(job, pdf, truth)
    } else await writeSheet(job, layout, language, chosen)
  }
  return 0
}

async function writeSheet(
  job: Job,
  layout: Layout,
  language: SheetLanguage,
  chosen: readonly Trap[],
): Promise<void> {
  const sheet = await generateCallSheet({ seed: job.seed, language, layout, traps: chosen })
  const { fileName, truth, others } = sheet
  await write(job, sheet.pdf, { fileName, truth, others })
}

async function write({ out, stem, scan, seed }: Job, pdf: Uint8Array, truth: object): Promise<void> {
  const bytes = scan === undefined ? pdf : await scanned(pdf, { seed, dpi: scan })
  const path = join(out, scan === undefined ? stem : `${stem}-scan${scan}`)
  await writeFile(`${path}.pdf`, bytes)
  await writeFile(`${path}.json`, `${JSON.stringify(truth, null, 2)}\n`)
  console.log(`${path}.pdf`)
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
