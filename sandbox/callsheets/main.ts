import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { developmentLayouts, generateCallSheet, heldOutLayouts, type Layout, languagesOf } from './index.ts'
import type { SheetLanguage } from './model.ts'

const layouts = [...developmentLayouts, ...heldOutLayouts]

const usage = `node sandbox/callsheets/main.ts [--seed N] [--layout NAME] [--language pl|en|de|fr|es] [--count N] --out DIR
Writes a call sheet as PDF and what it truly says as JSON; --count writes the seeds from N on.
Layouts: ${layouts.join(', ')}`

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      language: { type: 'string' },
      layout: { type: 'string', default: 'polish-plan-dnia' },
      count: { type: 'string', default: '1' },
      out: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(usage)
    return 0
  }
  const { out } = values
  const layout = layouts.find((name) => name === values.layout)
  const printed = layout ? languagesOf(layout) : []
  const language = printed.find((each) => each === (values.language ?? printed[0]))
  const seed = Number(values.seed)
  const count = Number(values.count)
  if (!layout || !out || !language || !Number.isInteger(seed) || !Number.isInteger(count)) {
    console.error(usage)
    return 2
  }
  await mkdir(out, { recursive: true })
  for (let offset = 0; offset < count; offset++) await write(out, seed + offset, language, layout)
  return 0
}

async function write(out: string, seed: number, language: SheetLanguage, layout: Layout): Promise<void> {
  const sheet = await generateCallSheet({ seed, language, layout })
  const stem = join(out, `${layout}-${language}-${seed}`)
  await writeFile(`${stem}.pdf`, sheet.pdf)
  await writeFile(
    `${stem}.json`,
    `${JSON.stringify({ fileName: sheet.fileName, truth: sheet.truth }, null, 2)}\n`,
  )
  console.log(`${stem}.pdf (sent as ${sheet.fileName})`)
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
