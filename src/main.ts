import { run } from './cli/run.ts'

process.exitCode = await run(process.argv.slice(2))
// A start that failed may leave connections open; nobody waits for them longer than this.
setTimeout(() => process.exit(), 2_000).unref()
