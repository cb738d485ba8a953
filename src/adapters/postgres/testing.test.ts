import { spawn } from 'node:child_process'
import { existsSync, utimesSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { query, serversOf } from './owner.harness.ts'
import { cloneDatabase, createTemplate } from './testing.ts'

test('clones hold what the template holds and do not see each other', async () => {
  let builds = 0
  const build = async (url: string): Promise<void> => {
    builds += 1
    await query(url, 'create table film (title text); insert into film values ($$Rejs$$)')
  }
  const templates = await Promise.all([createTemplate('films', build), createTemplate('films', build)])
  expect(builds).toBe(1)
  const [one, two] = await Promise.all(templates.map(cloneDatabase))
  if (!one || !two) throw new Error('two clones expected')
  await query(one.url, 'insert into film values ($$Dekalog$$)')
  expect(await query(one.url, 'select count(*)::int as n from film')).toEqual([{ n: 2 }])
  expect(await query(two.url, 'select count(*)::int as n from film')).toEqual([{ n: 1 }])
  await Promise.all([one.drop(), two.drop(), two.drop()])
  await expect(query(one.url, 'select 1')).rejects.toThrow(/does not exist/)
})

test('a template whose build failed is built anew', async () => {
  const broken = createTemplate('broken', async (url) => {
    await query(url, 'create table half ()')
    throw new Error('no such migration')
  })
  await expect(broken).rejects.toThrow('no such migration')
  const clone = await cloneDatabase(await createTemplate('broken', async () => {}))
  expect(await query(clone.url, `select count(*)::int as n from pg_tables where tablename = 'half'`)).toEqual(
    [{ n: 0 }],
  )
  await clone.drop()
})

test('a clone can be dropped while connections to it are open', async () => {
  const clone = await cloneDatabase(await createTemplate('open', async () => {}))
  const waiting = query(clone.url, 'select pg_sleep(60)').catch((error: Error) => error.message)
  await expect
    .poll(() =>
      query(
        clone.url.replace(/[^/]*$/, 'postgres'),
        `select from pg_stat_activity where query = 'select pg_sleep(60)'`,
      ),
    )
    .toHaveLength(1)
  await clone.drop()
  expect(await waiting).toMatch(/terminat/)
})

test('a run that is killed leaves no server, and the next run removes its folder', async () => {
  const first = await startRun()
  first.child.kill('SIGKILL')
  await expect.poll(() => serversOf(first.dataDir), { timeout: 10_000 }).toEqual([])
  expect(existsSync(first.dataDir)).toBe(true)
  utimesSync(first.dataDir, 0, 0)
  const second = await startRun()
  expect(existsSync(first.dataDir)).toBe(false)
  second.child.stdin.end()
  await expect.poll(() => existsSync(second.dataDir), { timeout: 10_000 }).toBe(false)
  expect(serversOf(second.dataDir)).toEqual([])
})

/** Another process that does what Vitest's main process does with the set-up. */
async function startRun() {
  const program = `
    const { default: setup } = await import(${JSON.stringify(new URL('./testing.ts', import.meta.url).href)})
    const tearDown = await setup()
    console.log(process.env.KLAPS_TEST_DATABASE_URL)
    process.stdin.resume().once('end', tearDown)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  for await (const url of createInterface({ input: child.stdout })) {
    const [row] = await query(url, `select current_setting('data_directory') as cluster`)
    return { child, dataDir: dirname(dirname(String(row?.cluster))) }
  }
  throw new Error('the set-up ended without a word')
}
