import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Ports for what a test starts in another process, which binds them seconds after they were chosen. One that the
 * kernel hands out (listen on 0) can be somebody's outgoing connection by then, so these lie below the ephemeral
 * ranges of Linux (32768), macOS and Windows (49152); each worker of the test runner has a slice of its own.
 */
const FIRST = 10_000
const SLICE = 2_500
const slice = Number(process.env.VITEST_POOL_ID ?? 0) % 8
let next = Math.floor(Math.random() * SLICE)

/** A port that nobody listens on, and that no other test of this run is given. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < SLICE; tries++) {
    const port = FIRST + slice * SLICE + (next++ % SLICE)
    if (await isFree(port)) return port
  }
  throw new Error(`No port is free from ${FIRST + slice * SLICE} on`)
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1')
  const free = await once(probe, 'listening').then(
    () => true,
    () => false,
  )
  if (free) {
    probe.close()
    await once(probe, 'close')
  }
  return free
}
