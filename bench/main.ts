import { api } from './api.ts'
import { boxoffice } from './boxoffice.ts'
import { http } from './http.ts'
import { plan } from './plan.ts'

/** A benchmark prints for people; with `--json` its last line is one object. */
type Benchmark = (options: { json: boolean }) => Promise<Record<string, unknown>>

const benchmarks: Readonly<Record<string, Benchmark>> = { plan, api, http, boxoffice }

const [name, ...rest] = process.argv.slice(2)
const benchmark = benchmarks[name ?? '']
if (!benchmark) {
  console.error(`npm run bench -- NAME [--json]; known: ${Object.keys(benchmarks).join(', ')}`)
  process.exitCode = 2
} else {
  const json = rest.includes('--json')
  const result = await benchmark({ json })
  if (json) console.log(JSON.stringify(result))
}
