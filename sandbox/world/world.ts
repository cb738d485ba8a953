import type { HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'
import type { MovableClock } from '../clock.ts'
import type { Faults } from '../faults.ts'
import type { Journal } from '../journal.ts'
import type { Store } from '../store.ts'

/** What every stand-in shares. */
export interface World {
  clock: MovableClock
  faults: Faults
  journal: Journal
  store: Store
  /** `http://127.0.0.1:<port>`, known once the server listens. */
  origin(): string
  /** Aborted when the sandbox stops: whatever waits lets go. */
  stopping: AbortSignal
}

export type StandInApp = Hono<{ Bindings: HttpBindings }>

/** One provider of the outside world, mounted under `/<name>`. */
export interface StandIn {
  name: string
  app: StandInApp
  /** The body with which this provider refuses, for faults that a test has set. */
  refusal(status: number): object
  reset(): void
}

/** Credentials with which the stand-ins let the product in. Not secrets: they open nothing but the sandbox. */
export const credentials = {
  googleClientId: 'klaps-sandbox.apps.googleusercontent.test',
  googleClientSecret: 'sandbox-google-client-secret',
  googleMapsKey: 'sandbox-google-maps-key',
  openWeatherMapKey: 'sandbox-openweathermap-key',
  twilioAccountSid: 'AC00000000000000000000000000005a4d',
  twilioAuthToken: 'sandbox-twilio-token',
  twilioFrom: '+48732000000',
  simulatedGatewayKey: 'sandbox-gateway-key',
  simulatedWebhookSecret: 'sandbox-gateway-webhook-secret',
  stripeSecretKey: 'sk_test_sandbox',
  stripePublishableKey: 'pk_test_sandbox',
  stripeWebhookSecret: 'whsec_sandbox',
  languageModelKey: 'sk-sandbox-language-model',
  telegramToken: '7000001:sandbox-telegram-token-00000000',
  sendGridKey: 'SG.sandbox-sendgrid-key',
  smtpUser: 'klaps',
  smtpPassword: 'sandbox-smtp-password',
  smtpFrom: 'Klaps <noreply@klaps.test>',
}
