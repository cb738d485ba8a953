import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../src/free-port.ts'
import { percentile, rounded } from '../statistics.ts'
import { Connection, throughput, type Wire } from './raw-client.ts'

const rounds = 5
const asksARound = 300
const streamsARound = 20
const connections = 16
const seconds = 1

const question = {
  model: 'gpt-4o-mini',
  messages: [
    { role: 'system', content: 'You help a film crew. Answer in one sentence.' },
    {
      role: 'user',
      content: 'When do I have to get up tomorrow if the call is at seven and I live in Warsaw?',
    },
  ],
  max_tokens: 100,
}
const asked = JSON.stringify(question)
const askedToStream = JSON.stringify({ ...question, stream: true })

/** Portkey's gateway 1.15.2 answers a stream with 500 on Node 26 (it changes headers that cannot be changed). */
type Streaming = 'direct' | 'klaps'
type Way = Streaming | 'portkey'

/**
 * What the proxy adds to a call: milliseconds over a direct call of the same upstream, and requests a second beside the
 * gateway of Portkey, all of one run and turn by turn. With a key that has a budget and limits, as in earnest.
 */
export async function proxy(say: (line: string) => void): Promise<Record<string, unknown>> {
  const upstream = await start('upstream')
  const klaps = await start('klaps', String(upstream.port))
  const portkey = await startPortkey()
  const ways: Readonly<Record<Way, (body: string) => Wire>> = {
    direct: (body) => ({
      port: upstream.port,
      path: '/v1/chat/completions',
      headers: { authorization: 'Bearer sk-bench' },
      body,
    }),
    klaps: (body) => ({
      port: klaps.port,
      path: '/api/v1/ai/v1/chat/completions',
      headers: { authorization: `Bearer ${klaps.key}` },
      body,
    }),
    portkey: (body) => ({
      port: portkey.port,
      path: '/v1/chat/completions',
      headers: {
        authorization: 'Bearer sk-bench',
        'x-portkey-provider': 'openai',
        'x-portkey-custom-host': `http://127.0.0.1:${upstream.port}/v1`,
      },
      body,
    }),
  }
  try {
    return await measure(ways, say)
  } finally {
    portkey.child.kill('SIGTERM')
    for (const { child } of [klaps, upstream]) child.send('stop')
    await Promise.all([portkey, klaps, upstream].map(({ exited }) => exited))
  }
}

async function measure(ways: Readonly<Record<Way, (body: string) => Wire>>, say: (line: string) => void) {
  const names = Object.keys(ways) as Way[]
  const whole: Record<Way, number[]> = { direct: [], klaps: [], portkey: [] }
  const first: Record<Streaming, number[]> = { direct: [], klaps: [] }
  const perSecond: Record<Way, number[]> = { direct: [], klaps: [], portkey: [] }
  for (const name of names) await throughput(ways[name](asked), connections, seconds)
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      whole[name].push(...(await times(ways[name](asked), asksARound)).map(({ wholeMs }) => wholeMs))
      perSecond[name].push(await throughput(ways[name](asked), connections, seconds))
    }
    for (const name of ['direct', 'klaps'] as const)
      first[name].push(
        ...(await times(ways[name](askedToStream), streamsARound)).map(({ firstMs }) => firstMs),
      )
  }
  const middle = (samples: readonly number[]) => percentile(samples, 0.5)
  for (const name of names)
    say(
      `${name.padEnd(8)} p50 ${middle(whole[name]).toFixed(2)} ms  p99 ${percentile(whole[name], 0.99).toFixed(2)} ms  ${middle(perSecond[name]).toFixed(0)} requests/s`,
    )
  for (const name of ['direct', 'klaps'] as const)
    say(`${name.padEnd(8)} first token ${middle(first[name]).toFixed(2)} ms`)
  return {
    proxyAddedP50Ms: rounded(middle(whole.klaps) - middle(whole.direct), 3),
    proxyAddedP99Ms: rounded(percentile(whole.klaps, 0.99) - percentile(whole.direct, 0.99), 3),
    proxyVsPortkey: rounded(middle(perSecond.klaps) / middle(perSecond.portkey), 2),
    firstTokenAddedMs: rounded(middle(first.klaps) - middle(first.direct), 3),
    portkeyAddedP50Ms: rounded(middle(whole.portkey) - middle(whole.direct), 3),
    proxyPerSecond: Math.round(middle(perSecond.klaps)),
  }
}

/** One after the other on one connection. */
async function times(wire: Wire, count: number) {
  const connection = new Connection(wire)
  const taken: Awaited<ReturnType<Connection['ask']>>[] = []
  for (let index = 0; index < count + 10; index++) {
    const timing = await connection.ask()
    if (timing.status !== '200') throw new Error(`${wire.path} on ${wire.port} answered ${timing.status}`)
    if (index >= 10) taken.push(timing)
  }
  connection.close()
  return taken
}

interface Started {
  readonly child: ChildProcess
  readonly exited: Promise<unknown>
  readonly port: number
  readonly key: string
}

async function start(...argv: string[]): Promise<Started> {
  const child = fork(fileURLToPath(new URL('./proxy-server.ts', import.meta.url)), argv)
  const exited = once(child, 'exit')
  const [listening] = (await Promise.race([
    once(child, 'message'),
    exited.then(() => Promise.reject(new Error(`${argv[0]} did not start`))),
  ])) as [{ port: number; key: string }]
  return { child, exited, ...listening }
}

/** The npm package as it is, except that it listens on this machine only. */
async function startPortkey(): Promise<Started> {
  const port = await freePort('127.0.0.1', 0)
  const program = createRequire(import.meta.url).resolve('@portkey-ai/gateway/build/start-server.js')
  const loopback = fileURLToPath(new URL('./loopback.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', loopback, program, '--headless', `--port=${port}`], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: 'ignore',
  })
  const exited = once(child, 'exit')
  for (let attempt = 0; attempt < 200; attempt++) {
    const up = await fetch(`http://127.0.0.1:${port}/`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (up) return { child, exited, port, key: '' }
    if (child.exitCode !== null) break
    await sleep(100)
  }
  child.kill('SIGKILL')
  throw new Error('The gateway of Portkey did not start')
}
