import { api } from './api.ts'
import { assistant } from './assistant.ts'
import { boxoffice } from './boxoffice.ts'
import { callsheets } from './callsheets.ts'
import { http } from './http.ts'
import { plan } from './plan.ts'

/** A benchmark prints for people; with `--json` its last line is one object. `flags` are its own. */
type Benchmark = (options: { json: boolean; flags: readonly string[] }) => Promise<Record<string, unknown>>

const benchmarks: Readonly<Record<string, Benchmark>> = {
  plan,
  api,
  http,
  boxoffice,
  callsheets,
  assistant,
}

const [name, ...rest] = process.argv.slice(2)
const benchmark = benchmarks[name ?? '']
if (!benchmark) {
  console.error(`npm run bench -- NAME [--json]; known: ${Object.keys(benchmarks).join(', ')}`)
  process.exitCode = 2
} else {
  const json = rest.includes('--json')
  const result = await benchmark({ json, flags: rest })
  if (json) console.log(JSON.stringify(result))
}
