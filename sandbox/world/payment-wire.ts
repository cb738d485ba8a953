import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { PaymentEngine } from './payment-engine.ts'
import type { Intent } from './payment-model.ts'
import type { PaymentWebhooks } from './payment-webhooks.ts'
import type { StandInApp, World } from './world.ts'

type PaymentContext = Context<{ Bindings: HttpBindings }>

/** Lets an answer come as the card behind it wants: late, after its webhook, or never. */
export async function inMannerOf(
  world: World,
  engine: PaymentEngine,
  webhooks: PaymentWebhooks,
  context: PaymentContext,
  intent: Intent,
): Promise<void> {
  const behaviour = engine.cardOfIntent(intent)?.behaviour
  if (behaviour?.kind === 'slow')
    await sleep(behaviour.ms, undefined, { signal: world.stopping }).catch(() => undefined)
  if (behaviour?.kind === 'webhook' && behaviour.manner === 'before-answer') {
    await webhooks.delivered()
    await sleep(200)
  }
  if (behaviour?.kind === 'silent-after-capture') {
    world.store.flush()
    await new Promise<void>((resolve) => {
      if (world.stopping.aborted) resolve()
      context.env.outgoing.once('close', resolve)
      world.stopping.addEventListener('abort', () => resolve(), { once: true })
    })
  }
}

/** The buyer's bank: a page that asks, and sends the buyer back to the shop. */
export function bankPage(engine: PaymentEngine): StandInApp {
  const app: StandInApp = new Hono()
  app.get('/:id', (context) => {
    const intent = engine.intent(context.req.param('id'))
    if (!intent) return context.notFound()
    const amount = `${(intent.amount / 100).toFixed(2)} ${intent.currency}`
    const button = (answer: string, label: string) =>
      html`<form method="post"><input type="hidden" name="answer" value="${answer}"><button>${label}</button></form>`
    return context.html(html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sandbox bank</title></head>
<body><main><h1>Sandbox bank</h1><p>Nothing here is real. Do you want to pay ${amount}?</p>
${button('approve', 'Approve')}${button('deny', 'Deny')}</main></body></html>`)
  })
  app.post('/:id', async (context) => {
    const intent = engine.intent(context.req.param('id'))
    if (!intent) return context.notFound()
    const { answer } = await context.req.parseBody()
    engine.answerBank(intent, answer === 'approve')
    return intent.returnUrl
      ? context.redirect(intent.returnUrl, 303)
      : context.text('You may close this page')
  })
  return app
}
