/**
 * A process that owns an embedded database, for tests that kill it: `node owner.fixture.ts DATA_DIR`. Prints one
 * line of JSON, `{url, pid, log}` or `{error}`, then stays until its standard input closes and stops the server.
 */
import { startEmbedded } from './embedded.ts'

const log: string[] = []
try {
  const server = await startEmbedded({ dataDir: process.argv[2] ?? '', log: (line) => log.push(line) })
  const { url, pid, socketDir, version } = server
  process.stdout.write(`${JSON.stringify({ url, pid, socketDir, version, log })}\n`)
  process.stdin.resume().once('end', () => void server.stop())
} catch (error) {
  process.stdout.write(`${JSON.stringify({ error: (error as Error).message })}\n`)
  process.exitCode = 1
}
