import { rm } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { startEmbedded } from '../../src/adapters/postgres/embedded.ts'
import { openHouse } from '../../src/compose.ts'
import { createLogger } from '../../src/kernel/log.ts'
import { userTokenAudience, userTokenIssuer } from '../../src/kernel/tokens.ts'
import ai from '../../src/services/ai/service.ts'
import config from '../../src/services/config/service.ts'
import { scratchFolder } from '../../test/harness/scratch.ts'

interface Running {
  readonly port: number
  /** Of a virtual key; empty at the upstream. */
  readonly key: string
  stop(): Promise<void>
}

const words = 'The quick brown fox jumps over the lazy dog and looks for shelter from the rain'.split(' ')
const base = { id: 'chatcmpl-1', created: 1_700_000_000, model: 'gpt-4o-mini' }
const whole = JSON.stringify({
  ...base,
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: words.join(' '), refusal: null },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: { prompt_tokens: 20, completion_tokens: words.length, total_tokens: 20 + words.length },
})
const chunk = (delta: object, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] })}\n\n`

/** An upstream that costs next to nothing: what is measured is the way to it. */
async function upstream(): Promise<Running> {
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      if (Buffer.concat(pieces).includes('"stream":true')) return void stream(response)
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(whole),
      })
      response.end(whole)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = async () => {
    server.close()
    server.closeAllConnections()
  }
  return { port: (server.address() as AddressInfo).port, key: '', stop }
}

/** A word at a time, the first at once, the others two milliseconds apart. */
function stream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  let next = 0
  const tell = () => {
    if (next < words.length) response.write(chunk({ content: `${words[next++]} ` }))
    else {
      clearInterval(timer)
      response.end(`${chunk({}, 'stop')}data: [DONE]\n\n`)
    }
  }
  const timer = setInterval(tell, 2)
  tell()
}

/** The services `ai` and `config` as they are, on a real database. */
async function klaps(upstreamPort: number): Promise<Running> {
  const dataDir = await scratchFolder('klaps-bench-')
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const database = await startEmbedded({ dataDir })
  const house = await openHouse({
    catalogue: [config, ai],
    env: {
      OPENAI_API_URL: `http://127.0.0.1:${upstreamPort}/v1`,
      OPENAI_API_KEY: 'sk-bench',
      AUTH_JWKS: JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'bench', alg: 'EdDSA' }] }),
    },
    dataDir,
    databaseUrl: database.url,
    alone: true,
    sandbox: true,
    port: 0,
    log: createLogger({ service: 'bench', level: 'warn' }),
  })
  const response = await fetch(`http://127.0.0.1:${house.port}/api/v1/ai/keys`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await administrator(privateKey)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      name: 'bench',
      budgetMicrodollars: 1_000_000_000,
      requestsPerMinute: 1_000_000,
      tokensPerMinute: 1_000_000_000,
    }),
  })
  const { key } = (await response.json()) as { key: string }
  const stop = async () => {
    await house.stop()
    await database.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { port: house.port, key, stop }
}

const administrator = async (key: CryptoKey) =>
  await new SignJWT({ sid: crypto.randomUUID(), roles: ['admin'] })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'bench' })
    .setIssuer(userTokenIssuer)
    .setAudience(userTokenAudience)
    .setSubject(crypto.randomUUID())
    .setIssuedAt()
    .setExpirationTime('15m')
    .sign(key)

const [name, port] = process.argv.slice(2)
const running = await (name === 'upstream' ? upstream() : klaps(Number(port)))
process.on('message', (message) => {
  if (message === 'cpu') process.send?.(process.cpuUsage())
  else void running.stop().then(() => process.disconnect?.())
})
process.send?.({ port: running.port, key: running.key })
