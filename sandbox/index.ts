import type { Server } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { serve } from '@hono/node-server'
import { type Clock, MovableClock } from './clock.ts'
import { controlRoutes } from './control.ts'
import { Faults } from './faults.ts'
import { passGate } from './gate.ts'
import { Journal } from './journal.ts'
import { settingsFor } from './settings.ts'
import { createStandIns, type StandIns } from './stand-ins.ts'
import { Store } from './store.ts'
import { type Imap, startImap } from './world/imap.ts'
import type { Mailbox } from './world/mailbox.ts'
import { type Smtp, startSmtp } from './world/smtp.ts'
import type { StandIn, World } from './world/world.ts'

export type { Clock } from './clock.ts'
export type { Fault, FaultScope } from './faults.ts'
export { languageModelSettings, stripeSettings } from './settings.ts'
export { accounts, type Mail, type MailDraft } from './world/mailbox.ts'
export type { WeatherKind } from './world/weather-model.ts'

interface Ports {
  http: number
  smtp: number
  imap: number
}

export interface SandboxOptions {
  /** `kept` takes those of the last run with this `stateDir` again while they are free. Default: free ports. */
  ports?: 'ephemeral' | 'kept' | Ports
  /** Where calendars, mails and tokens are kept over a restart; without it they end with the sandbox. */
  stateDir?: string
  /** Where the sandbox's time comes from. Default: the system. */
  clock?: Clock
}

/** The outside world, running. */
export interface Sandbox {
  /** Base URL of each stand-in by name, and `index`, the page to look at. */
  urls: Record<string, string>
  /** Do its mail servers answer elsewhere than in the run before? Another program has taken their port then. */
  moved: boolean
  /** The settings that point the product at the stand-ins. */
  env: Record<string, string>
  clock: MovableClock
  faults: Faults
  mailbox: Mailbox
  /** The stand-ins themselves, for witnesses in the same process. */
  standIns: StandIns
  smtp: Smtp
  journal: Journal
  /** Back to an empty world: no mails, events, faults; the clock on time. */
  reset(): Promise<void>
  stop(): Promise<void>
}

/** Starts the stand-ins on 127.0.0.1: one HTTP server for all, an SMTP and an IMAP server. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const stopping = new AbortController()
  let origin = ''
  const world: World = {
    clock: new MovableClock(options.clock),
    faults: new Faults(),
    journal: new Journal(),
    store: new Store(options.stateDir),
    origin: () => origin,
    stopping: stopping.signal,
  }
  let kept: Ports | undefined
  const before = world.store.section('ports', () => kept)
  const ports = await choosePorts(options.ports, before)
  const standIns = createStandIns(world)
  const smtp = await startSmtp(world, standIns.mailbox, ports.smtp)
  const imap = await startImap(world, standIns.mailbox, ports.imap)
  const reset = async () => {
    world.faults.clear()
    world.journal.clear()
    world.clock.reset()
    standIns.mailbox.reset()
    smtp.reset()
    for (const standIn of standIns.all) standIn.reset()
    await standIns.emulator.stop()
    world.store.flush()
  }
  const app = controlRoutes({ world, standIns, smtp, reset })
  app.all('*', async (context) => {
    const door = doorTo(standIns.all, new URL(context.req.url).pathname)
    return door ? await passGate(world, door.standIn, context, door.path) : context.notFound()
  })
  const server = await listen(app.fetch, ports.http)
  const { port } = server.address() as AddressInfo
  origin = `http://127.0.0.1:${port}`
  kept = { http: port, smtp: smtp.port, imap: imap.port }
  world.store.touch('ports')
  world.store.flush()
  const urls = Object.fromEntries(standIns.all.map(({ name }) => [name, `${origin}/${name}`]))
  const stop = async () => {
    stopping.abort()
    await Promise.all([close(server), smtp.stop(), imap.stop(), standIns.emulator.stop()])
    world.store.flush()
  }
  return {
    urls: { ...urls, index: `${origin}/` },
    moved: before !== undefined && before.imap !== imap.port,
    env: settingsFor({ origin, smtp, imap }),
    clock: world.clock,
    faults: world.faults,
    journal: world.journal,
    mailbox: standIns.mailbox,
    standIns,
    smtp,
    reset,
    stop,
  }
}

/**
 * Google's client libraries replace the origin of a URL and drop the path of their `rootUrl`, and so does Stripe's, so
 * their APIs answer at the root too: `/calendar/v3/...`, `/gmail/v1/...`, `/v1/...`.
 */
const rootPaths: [start: RegExp, name: string][] = [
  [/^\/calendar\/v3\//, 'google-calendar'],
  [/^\/v1\//, 'stripe'],
  [/^\/(?:upload\/)?gmail\/v1\//, 'gmail'],
]

/** Which stand-in a request is for, and its path below the stand-in's prefix. */
function doorTo(standIns: StandIn[], pathname: string): { standIn: StandIn; path: string } | undefined {
  const rooted = rootPaths.find(([start]) => start.test(pathname))?.[1]
  const name = rooted ?? pathname.split('/')[1]
  const standIn = standIns.find((candidate) => candidate.name === name)
  return standIn && { standIn, path: rooted ? pathname : pathname.slice(standIn.name.length + 1) || '/' }
}

/** A linked mailbox holds its server's port, so a world that is kept answers where it did; a port that is taken moves. */
async function choosePorts(wanted: SandboxOptions['ports'], before: Ports | undefined): Promise<Ports> {
  if (typeof wanted === 'object') return wanted
  if (wanted !== 'kept' || !before) return { http: 0, smtp: 0, imap: 0 }
  const [http, smtp, imap] = await Promise.all([before.http, before.smtp, before.imap].map(freeOrAny))
  return { http: http ?? 0, smtp: smtp ?? 0, imap: imap ?? 0 }
}

/** The port itself when nobody listens on it, else 0: any. */
async function freeOrAny(port: number): Promise<number> {
  const probe = createServer()
  const isFree = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => resolve(true))
  })
  if (isFree) await new Promise((resolve) => probe.close(resolve))
  return isFree ? port : 0
}

async function listen(fetch: Parameters<typeof serve>[0]['fetch'], port: number): Promise<Server> {
  return await new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: '127.0.0.1' }, () => resolve(server as Server))
    server.once('error', reject)
  })
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

export type { Imap, Smtp }
