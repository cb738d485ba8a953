import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Connection } from 'rabbitmq-client'
import { freePort } from './ports.ts'

export interface RabbitMq {
  readonly url: string
  /** kill -9 of the broker; its folder stays. */
  crash(): Promise<void>
  /** Starts again after a crash, on the same port and folder. */
  start(): Promise<void>
  stop(): Promise<void>
}

/**
 * Debian's rabbitmq-server in a temporary folder, on loopback only, without a service manager.
 *
 * @param options.maxMessageBytes Larger messages are refused. Default: the broker's own limit, 128 MB.
 */
export async function startRabbitMq(options: { maxMessageBytes?: number } = {}): Promise<RabbitMq> {
  const folder = await mkdtemp(join(tmpdir(), 'klaps-rabbit-'))
  const [port, distPort, epmdPort] = [await freePort(), await freePort(), await freePort()]
  // As root it runs as Debian's own user for it; the folder has to be that user's.
  const user = process.getuid?.() === 0 ? await rabbitUser() : undefined
  if (user) await chown(folder, user.uid, user.gid)
  const begin = () =>
    spawn('/usr/lib/rabbitmq/bin/rabbitmq-server', [], {
      env: {
        PATH: process.env.PATH ?? '',
        HOME: folder,
        RABBITMQ_NODENAME: `klaps${port}@localhost`,
        RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
        RABBITMQ_NODE_PORT: String(port),
        RABBITMQ_DIST_PORT: String(distPort),
        ERL_EPMD_ADDRESS: '127.0.0.1',
        ERL_EPMD_PORT: String(epmdPort),
        RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
        RABBITMQ_LOG_BASE: join(folder, 'log'),
        RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
        RABBITMQ_CONF_ENV_FILE: join(folder, 'none'),
        ...(options.maxMessageBytes
          ? { RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `-rabbit max_message_size ${options.maxMessageBytes}` }
          : {}),
      },
      cwd: folder,
      detached: true,
      stdio: 'ignore',
      ...(user ? { uid: user.uid, gid: user.gid } : {}),
    })
  const url = `amqp://guest:guest@127.0.0.1:${port}`
  let child: ChildProcess
  const start = async () => {
    child = begin()
    try {
      await connectable(url, child)
    } catch (error) {
      endGroup(child)
      throw error
    }
  }
  const crash = async () => {
    endGroup(child)
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  await start()
  return {
    url,
    start,
    crash,
    stop: async () => {
      await crash()
      await endPortMapper(epmdPort)
      // What its processes were writing may still appear for a moment.
      await rm(folder, { recursive: true, force: true, maxRetries: 10 })
    },
  }
}

/** The server and the Erlang processes it started share a group that is ours alone. */
function endGroup(child: ChildProcess): void {
  try {
    if (child.pid) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // already gone
  }
}

/** Erlang's port mapper leaves the group and would outlive its only node. It refuses to end while it knows one. */
async function endPortMapper(port: number): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    const mapper = spawn('epmd', ['-port', String(port), '-kill'], { stdio: 'ignore' })
    const [code] = (await once(mapper, 'exit')) as [number | null]
    if (code === 0) return
    await sleep(100)
  }
}

async function connectable(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    if (child.exitCode !== null) throw new Error(`rabbitmq-server ended with ${child.exitCode}`)
    const connection = new Connection({ url, retryLow: 60_000, connectionTimeout: 2_000 })
    const ready = await new Promise<boolean>((resolve) => {
      connection.once('connection', () => resolve(true))
      connection.once('error', () => resolve(false))
    })
    await connection.close().catch(() => undefined)
    if (ready) return
    await sleep(500)
  }
  throw new Error('rabbitmq-server was not up within 60 s')
}

async function rabbitUser(): Promise<{ uid: number; gid: number }> {
  const { readFile } = await import('node:fs/promises')
  const line = (await readFile('/etc/passwd', 'utf8'))
    .split('\n')
    .find((each) => each.startsWith('rabbitmq:'))
  if (!line) throw new Error('Debian’s rabbitmq-server is not installed')
  const [, , uid, gid] = line.split(':')
  return { uid: Number(uid), gid: Number(gid) }
}
