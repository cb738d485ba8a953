import { startSandbox, stripeSettings } from '../../sandbox/index.ts'
import { catalogue } from '../../src/catalogue.ts'
import type { Told } from '../faults/box-office-evidence.ts'
import { Person } from '../harness/person.ts'
import { openSplitHouse } from '../harness/split.ts'
import { boxOfficeJourney } from '../journeys/box-office.ts'
import { atRest } from '../support/box-office-house.ts'

const admin = 'szef@klaps.test'

boxOfficeJourney(async () => {
  const sandbox = await startSandbox()
  const house = await openSplitHouse({
    env: { ...sandbox.env, ...stripeSettings, KLAPS_ADMIN_EMAIL: admin },
    replicas: { booking: 2, payment: 2 },
  })
  const { engine, webhooks } = sandbox.standIns.stripe
  webhooks.sendTo(`${house.url}/api/v1/payments/webhooks/stripe`)
  const account = { email: admin, password: 'a long password', name: 'Szefowa Kina' }
  const { body } = await new Person(house.url, undefined, 'stranger').post('/auth/sign-up', account)
  const told: Told[] = []
  const evidence = { rows: house.rows, books: () => engine.books(), told, services: catalogue }
  return {
    url: house.url,
    sandbox,
    office: new Person(house.url, body.accessToken, body.user.id),
    told,
    verdict: () => atRest(evidence, 120_000),
    stop: async () => {
      await house.stop()
      await sandbox.stop()
    },
  }
})
