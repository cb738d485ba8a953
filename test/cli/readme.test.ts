import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateCallSheet } from '../../sandbox/callsheets/index.ts'
import { freePort } from '../harness/ports.ts'
import { scratchFolder, throwAway } from '../harness/scratch.ts'
import { until } from '../harness/until.ts'

const run = promisify(execFile)
const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const readme = fileURLToPath(new URL('../../README.md', import.meta.url))

/** The commands are for people who have curl and jq; a machine without them cannot try them. */
const hasTools = ['curl', 'jq', 'bash'].every((tool) => {
  try {
    execFileSync(tool, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})

/** The shell commands of a section of the README. */
async function commandsOf(section: string): Promise<string> {
  const text = await readFile(readme, 'utf8')
  const found = new RegExp(`^## ${section}\\n[^]*?^\`\`\`sh\\n([^]*?)^\`\`\``, 'm').exec(text)
  if (!found) throw new Error(`The README has no commands under "${section}"`)
  return found[1]!
}

describe.runIf(hasTools)('the commands of the README, on a start with the sandbox', () => {
  let dir: string
  let url: string
  let child: ChildProcess
  beforeAll(async () => {
    dir = await scratchFolder('klaps-readme-')
    const port = await freePort()
    url = `http://localhost:${port}`
    child = spawn(process.execPath, [main, 'start', '--port', String(port), '--data', join(dir, 'data')], {
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', KLAPS_LOG_LEVEL: 'warn' },
      stdio: 'ignore',
    })
    await until('the first showtimes', async () => (await showtimes()) >= 12, 60_000)
  }, 70_000)
  afterAll(async () => {
    child.kill('SIGTERM')
    await once(child, 'exit')
    await throwAway(dir)
  })

  async function showtimes(): Promise<number> {
    try {
      const answer = await fetch(`${url}/api/v1/showtimes?limit=100`)
      return answer.ok ? ((await answer.json()) as { items: unknown[] }).items.length : 0
    } catch {
      return 0
    }
  }

  it('make a day of a call sheet that is uploaded', async () => {
    const date = Temporal.Now.plainDateISO('Europe/Warsaw').add({ days: 4 }).toString()
    const { pdf } = await generateCallSheet({
      seed: 12,
      language: 'pl',
      layout: 'polish-plan-dnia',
      overrides: { date },
    })
    await writeFile(join(dir, 'sheet.pdf'), pdf)
    const commands = (await commandsOf('With curl')).replaceAll('http://localhost:3000', url)
    const { stdout, stderr } = await run('bash', ['-eu', '-c', commands], { cwd: dir, timeout: 60_000 })
    expect(stderr).toBe('')
    const days = JSON.parse(stdout.slice(stdout.lastIndexOf('{"items"'))) as { items: object[] }
    expect(days.items).toContainEqual(
      expect.objectContaining({ shootingDate: date, wakeUp: expect.stringContaining('T') }),
    )
  }, 70_000)

  it('buy two tickets, admit one and give the money for the other back', async () => {
    const commands = (await commandsOf('Buy a ticket with curl')).replaceAll('http://localhost:3000', url)
    const { stdout, stderr } = await run('bash', ['-eu', '-c', commands], { cwd: dir, timeout: 60_000 })
    expect(stderr).toBe('')
    const lines = stdout.trim().split('\n')
    const said = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
    const [map, paid, confirmed, admitted, left, refunded] = said
    expect(map).toMatchObject({ held: 0, sold: 0 })
    expect(paid).toMatchObject({ state: 'completed', currency: 'PLN' })
    expect(confirmed).toMatchObject({ state: 'confirmed', total: paid.captured })
    expect(admitted.outcome).toBe('admitted')
    expect(left.total).toBe(paid.captured / 2)
    expect(refunded).toEqual({ state: 'completed', captured: paid.captured, refunded: paid.captured / 2 })
    expect((await readFile(join(dir, 'tickets.pdf'))).subarray(0, 5).toString()).toBe('%PDF-')
  }, 70_000)

  it('show the programme with free seats on the start page', async () => {
    const page = await until('the programme', async () => {
      const text = await (await fetch(url)).text()
      return text.includes('Kino Przystań') && text
    })
    expect(page).toMatch(/>\d+ of \d+<\/a>/)
    expect(page).toContain('Sandbox')
  })
})
