import { join } from 'node:path'
import type { Environment } from '../kernel/settings.ts'
import type { DemoPerson } from '../pages/demo-person.ts'

/** The sandbox as the start command needs it. */
export interface OutsideWorld {
  readonly env: Readonly<Record<string, string>>
  readonly url: string
  /** Makes the demo crew member and delivers the demo call sheets, through the public API. Does nothing twice. */
  furnish(houseUrl: string): Promise<void>
  /** Makes the invented cinema and its next two weeks, through the public API; again it adds the days since. */
  furnishCinema(houseUrl: string): Promise<void>
  /** Takes the house's time, which a restart has kept, and from then on gives the house its own whenever that is moved. */
  keepTimeWith(house: {
    clock: { now(): Temporal.Instant }
    moveTo(instant: Temporal.Instant): Promise<void>
  }): void
  /** Signs the demo person in, for the page that shows their days. */
  demo(): DemoPerson | undefined
  stop(): Promise<void>
}

/** Any of these says that somebody means the real world. */
const credentials = [
  'GOOGLE_CLIENT_ID',
  'GOOGLE_MAPS_API_KEY',
  'OSRM_URL',
  'OPENWEATHERMAP_API_KEY',
  'SMTP_URL',
  'SENDGRID_API_KEY',
  'TWILIO_ACCOUNT_SID',
  'STRIPE_SECRET_KEY',
]

/**
 * The sandbox is for a start without credentials, outside production. `KLAPS_SANDBOX=on|off` decides otherwise;
 * `on` in production is refused later, by the house itself.
 */
export function wantsSandbox(env: Environment): boolean {
  if (env.KLAPS_SANDBOX) return ['1', 'on', 'true', 'yes'].includes(env.KLAPS_SANDBOX)
  return env.KLAPS_ENV !== 'production' && !credentials.some((name) => env[name])
}

/** Loaded only when wanted: a production image does not even hold it. */
export async function openSandbox(dataDir: string): Promise<OutsideWorld> {
  const [{ startSandbox }, { furnish }, { furnishCinema }] = await Promise.all([
    import('../../sandbox/index.ts'),
    import('../../sandbox/demo.ts'),
    import('../../sandbox/cinema/furnish.ts'),
  ])
  const sandbox = await startSandbox({ ports: 'kept', stateDir: join(dataDir, 'sandbox') })
  let person: DemoPerson | undefined
  return {
    env: sandbox.env,
    url: sandbox.urls.index!.replace(/\/$/, ''),
    furnish: async (houseUrl) => {
      const { simulatedPayments } = sandbox.standIns
      simulatedPayments.webhooks.sendTo(`${houseUrl}/api/v1/payments/webhooks/simulated`)
      person = await furnish(houseUrl, sandbox)
    },
    keepTimeWith: (house) => {
      sandbox.clock.set(house.clock.now())
      sandbox.clock.follow((now) => house.moveTo(now))
    },
    furnishCinema: (houseUrl) => furnishCinema(houseUrl, join(dataDir, 'sandbox')),
    demo: () => person,
    stop: () => sandbox.stop(),
  }
}
