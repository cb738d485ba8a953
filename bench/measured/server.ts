import { rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { startEmbedded } from '../../src/adapters/postgres/embedded.ts'
import { openHouse } from '../../src/compose.ts'
import { createLogger } from '../../src/kernel/log.ts'
import { userTokenAudience, userTokenIssuer } from '../../src/kernel/tokens.ts'
import { scratchFolder } from '../../test/harness/scratch.ts'
import { measured, plan } from './service.ts'

/** What the benchmark is told once the server listens. */
export interface Listening {
  readonly port: number
  /** A signed-in user's access token; empty where there are no users. */
  readonly token: string
}

interface Running extends Listening {
  stop(): Promise<void>
}

/** One server of the benchmark `http`, alone in its process so that its processor time is its own. */
const servers: Readonly<Record<string, () => Promise<Running>>> = { node: bareNode, hono: bareHono, klaps }

async function bareNode(): Promise<Running> {
  const server = createServer((_request, response) => {
    const body = JSON.stringify(plan)
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    })
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, token: '', stop: async () => void server.close() }
}

async function bareHono(): Promise<Running> {
  const app = new Hono().get('/api/v1/measured/open', (c) => c.json(plan))
  return await new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
      resolve({ port, token: '', stop: async () => void server.close() }),
    )
  })
}

async function klaps(): Promise<Running> {
  const dataDir = await scratchFolder('klaps-bench-')
  const database = await startEmbedded({ dataDir })
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const jwk = { ...(await exportJWK(publicKey)), kid: 'bench', alg: 'EdDSA', use: 'sig' }
  const house = await openHouse({
    catalogue: [measured],
    env: {
      KLAPS_RATE_PER_SECOND: '10000000',
      KLAPS_RATE_BURST: '10000000',
      AUTH_JWKS: JSON.stringify({ keys: [jwk] }),
    },
    dataDir,
    databaseUrl: database.url,
    alone: true,
    sandbox: true,
    port: 0,
    log: createLogger({ service: 'bench', level: 'warn' }),
  })
  const token = await new SignJWT({ sid: crypto.randomUUID(), roles: ['customer'] })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'bench' })
    .setIssuer(userTokenIssuer)
    .setAudience(userTokenAudience)
    .setSubject(crypto.randomUUID())
    .setIssuedAt()
    .setExpirationTime('15m')
    .sign(privateKey)
  const stop = async () => {
    await house.stop()
    await database.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { port: house.port, token, stop }
}

const name = process.argv[2] ?? ''
const server = servers[name]
if (!server) throw new Error(`There is no server ${name}`)
const running = await server()
process.on('message', (message) => {
  if (message === 'cpu') process.send?.(process.cpuUsage())
  else void running.stop().then(() => process.disconnect?.())
})
process.send?.({ port: running.port, token: running.token } satisfies Listening)
