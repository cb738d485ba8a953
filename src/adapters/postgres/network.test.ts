import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { checkDatabase } from './network.ts'
import { cloneDatabase, createTemplate } from './testing.ts'

test('tells version and latency of a database that can be used', async () => {
  const database = await cloneDatabase(await createTemplate('network', async () => {}))
  const check = await checkDatabase(database.url)
  expect(check).toEqual({ ok: true, version: expect.stringMatching(/^18\./), latencyMs: expect.any(Number) })
  await database.drop()
  expect(await checkDatabase(database.url)).toEqual({
    ok: false,
    problem: expect.stringMatching(/does not exist/),
  })
})

test('says what is wrong with one that cannot, without its password', async () => {
  const closed = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => closed.once('listening', resolve))
  const { port } = closed.address() as AddressInfo
  await new Promise((resolve) => closed.close(resolve))
  const check = await checkDatabase(`postgresql://klaps:hunter2@127.0.0.1:${port}/klaps`)
  expect(check).toEqual({ ok: false, problem: expect.stringContaining(`127.0.0.1:${port} cannot be used`) })
  expect(JSON.stringify(check)).not.toContain('hunter2')
})

test.each(['postgresql://[broken', 'mysql://root@localhost/klaps', ''])(
  'refuses %j as a URL',
  async (url) => {
    expect(await checkDatabase(url)).toEqual({
      ok: false,
      problem: expect.stringContaining('not a PostgreSQL URL'),
    })
  },
)

test('gives up on a server that never answers', { timeout: 10_000 }, async () => {
  const silent = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1')
  await new Promise((resolve) => silent.once('listening', resolve))
  const { port } = silent.address() as AddressInfo
  const check = await checkDatabase(`postgresql://klaps@127.0.0.1:${port}/klaps`)
  expect(check).toEqual({ ok: false, problem: expect.stringMatching(/timeout/i) })
  silent.close()
})
