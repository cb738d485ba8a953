import { existsSync, readFileSync } from 'node:fs'

/**
 * Reads what vitest reported and says what CI makes of it.
 *
 * `verdict.ts failed REPORT` prints the files that failed, one a line.
 * `verdict.ts count CODE REPORT [AGAIN]` prints `N passed, N failed`, a file that was asked again counted by its second
 * answer. CODE is what vitest exited with last: an error outside every test fails the run too.
 */
interface FileReport {
  name: string
  status: string
  assertionResults: { status: string }[]
}

const [command, ...rest] = process.argv.slice(2)
const [code, ...paths] = command === 'count' ? rest : ['0', ...rest]

/** An unreadable report is a failure: a run that ended early must not look like a green one. */
function read(path: string): FileReport[] {
  const files = (JSON.parse(readFileSync(path, 'utf8')) as { testResults: FileReport[] }).testResults
  if (files.length === 0) throw new Error(`No test file in ${path}`)
  return files
}

/** A file that could not be loaded has no test to count: it is one failure itself. */
function count(files: FileReport[]): { passed: number; failed: number } {
  const tests = files.flatMap((file) => file.assertionResults)
  const failed = tests.filter(({ status }) => status === 'failed').length
  const broken = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length
  return { passed: tests.filter(({ status }) => status === 'passed').length, failed: failed + broken }
}

const [first, ...again] = paths.filter((path) => existsSync(path)).map(read)
const answers = new Map((first ?? []).map((file) => [file.name, file]))
for (const file of again.flat()) answers.set(file.name, file)
const files = [...answers.values()]

if (command === 'failed')
  for (const file of files.filter(({ status }) => status === 'failed')) process.stdout.write(`${file.name}\n`)
else {
  const { passed, failed } = count(files)
  const outside = first && (code === '0' || failed > 0) ? 0 : 1
  process.stdout.write(`${passed} passed, ${failed + outside} failed\n`)
  process.exitCode = failed + outside === 0 ? 0 : 1
}
