import { hash, randomUUID } from 'node:crypto'
import { getConnInfo } from '@hono/node-server/conninfo'
import { compress } from 'hono/compress'
import { etag } from 'hono/etag'
import type { KernelSettings } from '../settings.ts'
import type { Answers } from './answers.ts'
import { preflight } from './browser-rules.ts'
import type { App, Request } from './server.ts'

/** What surrounds every request: who asks, how much they may send, and what every answer carries. */
export function surround(app: App, options: { settings: KernelSettings; answers: Answers }): void {
  const { settings, answers } = options
  app.use('*', async (c, next) => {
    const given = c.req.header('x-request-id')
    c.set('requestId', given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID())
    c.set('address', addressOf(c, settings.KLAPS_TRUST_PROXY))
    await next()
    if (c.get('whole')) return
    await negotiate(c)
    answers.dress(c)
  })
  app.options('/api/*', preflight(settings))
}

const tagged = etag({ generateDigest: (body) => new Uint8Array(hash('sha1', body, 'buffer')).buffer })
const compressed = compress({ threshold: 1024 })
const made = async () => {}

/** Tag and compression for answers that are not whole: pages, files, whatever a raw route streams. */
async function negotiate(c: Request): Promise<void> {
  // The tag is a hash of the whole body: a stream of events would never begin.
  const isStream = c.res.headers.get('content-type')?.startsWith('text/event-stream')
  if (c.req.path.startsWith('/api/') && !isStream) await tagged(c, made)
  await compressed(c, made)
}

function addressOf(c: Request, trustProxy: boolean): string | undefined {
  const forwarded = trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  if (forwarded) return forwarded.slice(0, 64)
  try {
    return getConnInfo(c).remote.address
  } catch {
    return undefined
  }
}
