import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { payment } from '#services/payment'
import type { OutsideWorld } from '../cli/outside-world.ts'
import type { Host } from '../kernel/host.ts'
import { contentSecurityPolicy } from '../kernel/http/browser-rules.ts'
import { openapi } from '../kernel/http/openapi.ts'
import type { App } from '../kernel/http/server.ts'
import type { Service } from '../kernel/service.ts'
import { version } from '../version.ts'
import { crewPage, crewPaths, crewScript } from './crew.ts'
import { DemoPages } from './demo-pages.ts'
import { unavailablePage } from './home.ts'
import { referencePage } from './reference.ts'
import { styles } from './styles.ts'
import { ticketsPage, ticketsScript } from './tickets.ts'

interface Options {
  readonly catalogue: readonly Service[]
  readonly sandbox: OutsideWorld | undefined
}

const swagger = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
const swaggerFiles: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
}

/** What a browser gets beside the API: the start page, the pages that messages link to, the API document and its reference. */
export function mountPages(app: App, host: Host, options: Options): void {
  const contracts = options.catalogue.map((service) => service.contract)
  const document = (origin: string) =>
    openapi(contracts, { version, url: origin, sandbox: options.sandbox !== undefined })
  app.get('/api/openapi.json', (c) => c.json(document(new URL(c.req.url).origin) as never))
  app.get('/api/docs', (c) => c.html(referencePage))
  app.get('/api/docs/start.js', (c) => c.text(startReference, 200, { 'Content-Type': 'text/javascript' }))
  app.get('/api/docs/:file', async (c) => {
    const type = swaggerFiles[c.req.param('file')]
    if (!type) return c.notFound()
    const bytes = await readFile(join(swagger, c.req.param('file')))
    return c.body(new Uint8Array(bytes), 200, {
      'Content-Type': type,
      'Cache-Control': 'public, max-age=86400',
    })
  })
  app.get('/assets/klaps.css', (c) =>
    c.text(styles, 200, { 'Content-Type': 'text/css', 'Cache-Control': 'public, max-age=300' }),
  )
  for (const path of crewPaths) app.get(path, (c) => c.html(crewPage))
  app.get('/assets/crew.js', (c) =>
    c.text(crewScript, 200, { 'Content-Type': 'text/javascript', 'Cache-Control': 'public, max-age=300' }),
  )
  const discreet = { 'Referrer-Policy': 'no-referrer' }
  app.get('/tickets', (c) => c.html(ticketsPage, 200, discreet))
  app.get('/bookings/:bookingId', async (c) => {
    if (await takesCardsByStripe(host)) c.header('Content-Security-Policy', withStripe)
    return c.html(ticketsPage, 200, discreet)
  })
  app.get('/assets/tickets.js', (c) =>
    c.text(ticketsScript, 200, { 'Content-Type': 'text/javascript', 'Cache-Control': 'public, max-age=300' }),
  )
  const pages = new DemoPages(host.app, options.sandbox)
  app.get('/', async (c) => {
    try {
      return c.html(await pages.home(new URL(c.req.url).origin))
    } catch (error) {
      host.log.warn({ err: error }, 'The start page could not be made')
      c.header('Retry-After', '3')
      return c.html(await unavailablePage(options.sandbox), 503)
    }
  })
}

/** As Stripe's documents have it: the card is typed into a frame of Stripe's. */
const withStripe = contentSecurityPolicy({
  'script-src': 'https://js.stripe.com',
  'frame-src': 'https://js.stripe.com https://hooks.stripe.com',
  'connect-src': 'https://api.stripe.com',
})

/** Where payment cannot be asked, the page comes without a card form: it tells of the hold all the same. */
async function takesCardsByStripe(host: Host): Promise<boolean> {
  const answer = await host.askPublic('payment', payment.routes.gateway.path).catch((error: unknown) => {
    host.log.warn({ err: error }, 'Payment does not say who takes the money')
    return undefined
  })
  if (!answer?.ok) return false
  return z.decode(payment.routes.gateway.output, (await answer.json()) as never).gateway === 'stripe'
}

const startReference = `window.ui = SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#reference', deepLinking: true, docExpansion: 'none', filter: true })`
