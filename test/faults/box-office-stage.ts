import { Client } from 'pg'
import { type Sandbox, startSandbox, stripeSettings } from '../../sandbox/index.ts'
import { cloneDatabase, createTemplate } from '../../src/adapters/postgres/testing.ts'
import { catalogue } from '../../src/catalogue.ts'
import { Person } from '../harness/person.ts'
import { freePort } from '../harness/ports.ts'
import { type KlapsProcess, startKlapsProcess } from '../harness/process.ts'
import { scratchFolder, throwAway } from '../harness/scratch.ts'
import { Buyer, openSale, type Show } from '../support/box-office.ts'
import { atRest } from '../support/box-office-house.ts'
import type { BoxOfficeEvidence, Told } from './box-office-evidence.ts'
import { Steps, wireSteps } from './steps.ts'

const stepMs = 60_000

/** The whole house in a process of its own that can be killed; database and gateway go on. */
export interface BoxOfficeStage {
  readonly sandbox: Sandbox
  readonly url: string
  readonly steps: Steps
  guest(): Buyer
  sale(): Promise<Show>
  /** How often the gateway has taken money for a booking. */
  charges(bookingId: string): number
  /**
   * The process is killed (SIGKILL) in the moment in which this step is committed, or the gateway has done `captured` or
   * `refunded` and not answered yet.
   */
  killAt(step: string): Promise<void>
  start(): Promise<void>
  verdict(): Promise<readonly string[]>
  output(): string
  stop(): Promise<void>
}

export async function openBoxOfficeStage(): Promise<BoxOfficeStage> {
  const sandbox = await startSandbox()
  const database = await cloneDatabase(await createTemplate('empty', async () => {}))
  const dataDir = await scratchFolder('klaps-box-office-')
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const admin = 'szef@klaps.test'
  const told: Told[] = []
  const { engine, webhooks } = sandbox.standIns.stripe
  webhooks.sendTo(`${url}/api/v1/payments/webhooks/stripe`)
  let house: KlapsProcess | undefined
  const start = async () => {
    house = await startKlapsProcess(['--port', String(port), '--data', dataDir], {
      ...sandbox.env,
      ...stripeSettings,
      DATABASE_URL: database.url,
      KLAPS_SANDBOX: 'off',
      KLAPS_POOL_SIZE: '3',
      KLAPS_ADMIN_EMAIL: admin,
      PAYMENT_TIMEOUT_SECONDS: '1',
    })
  }
  await start()
  const witness = new Client({ connectionString: database.url })
  witness.on('error', () => undefined)
  await witness.connect()
  await wireSteps(witness)
  const steps = await Steps.open(database.url)
  const atGateway = new Set<(step: string) => void>()
  const { onEvent } = engine
  engine.onEvent = (event) => {
    const step = { 'payment_intent.succeeded': 'captured', 'refund.created': 'refunded' }[event.type]
    if (step) for (const listener of atGateway) listener(step)
    onEvent(event)
  }
  const stranger = new Person(url, undefined, 'stranger')
  const signedUp = await stranger.post('/auth/sign-up', {
    email: admin,
    password: 'a long password',
    name: 'Szefowa Kina',
  })
  const office = new Person(url, signedUp.body.accessToken, signedUp.body.user.id)
  const evidence: BoxOfficeEvidence = {
    rows: async <T>(_service: string, sql: string, values: unknown[] = []) =>
      (await witness.query(sql, values)).rows as T[],
    books: () => engine.books(),
    told,
    services: catalogue,
  }
  return {
    sandbox,
    url,
    steps,
    guest: () => new Buyer(stranger, told),
    sale: () => openSale(office),
    charges: (bookingId) =>
      engine.books().filter((line) => line.bookingId === bookingId && line.kind === 'capture').length,
    killAt: async (step) => {
      const reached = Promise.withResolvers<void>()
      const before: string[] = []
      const see = (seen: string) => {
        before.push(seen)
        if (seen !== step) return
        forget()
        atGateway.delete(see)
        // Sent within this call: nothing of the test runs between the news and the signal.
        reached.resolve(house!.kill('SIGKILL'))
      }
      const forget = steps.on(see)
      atGateway.add(see)
      const late = setTimeout(
        () =>
          reached.reject(new Error(`Not within ${stepMs} ms: ${step}, but\n${before.slice(-30).join('\n')}`)),
        stepMs,
      )
      await reached.promise.finally(() => {
        clearTimeout(late)
        forget()
        atGateway.delete(see)
      })
    },
    start,
    verdict: () => atRest(evidence, 120_000),
    output: () => house?.output() ?? '',
    stop: async () => {
      await house?.kill('SIGKILL')
      await Promise.allSettled([witness.end(), steps.close()])
      await sandbox.stop()
      await database.drop()
      await throwAway(dataDir)
    },
  }
}
