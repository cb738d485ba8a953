import { generateCallSheet } from '../sandbox/callsheets/index.ts'
import { fillHouse } from '../test/api/fill-house.ts'
import type { Known } from '../test/harness/generated-input.ts'
import { Person } from '../test/harness/person.ts'
import { expectOk } from '../test/journeys/world.ts'
import type { NewPerson, Scene } from './calls.ts'

export const adminEmail = 'bench@klaps.example'
const password = 'a long password'
/** Of one kind: more would not make a route slower or faster. */
const idsOfAKind = 50

export interface Model {
  readonly owner: NewPerson
  readonly known: Known
}

/** Lets the product itself make one of everything for one person, who is the administrator too. */
export async function makeModel(url: string): Promise<Model> {
  const owner = await signUp(url, adminEmail)
  await expectOk(
    owner.patch('/config/settings', {
      stop: { name: 'Panavision', address: 'ul. Wał Miedzeszyński 251, 04-866 Warszawa' },
      crewName: 'Ola Wrona',
      notifications: { channels: { 'system-alert': ['in-app'] } },
    }),
  )
  const known = await fillHouse({ url }, owner)
  await expectOk(
    owner.post('/notifications/send', {
      userId: owner.id,
      kind: 'system-alert',
      title: 'The car park is closed',
      body: 'Park at the gate in ul. Mińska and walk in: the yard is full of trucks until noon.',
    }),
  )
  return { owner, known }
}

/** What ids are taken from: an item of any list. */
interface Item {
  readonly id: string
  readonly dayId: string
  readonly planId: string
  readonly email: string
}

/** The ids of the owner's things, as the API tells them after the filling. */
export async function sceneOf(url: string, { owner, known }: Model): Promise<Scene> {
  const today = Temporal.Now.plainDateISO('Europe/Warsaw')
  const list = async (path: string): Promise<readonly Item[]> => (await expectOk(owner.get(path))).body.items
  const ids = async (path: string) => (await list(path)).map((each) => each.id)
  const days = await list(`/schedules?limit=${idsOfAKind}&from=${today}`)
  const people = (await list('/users?limit=200')).filter(({ email }) => /^user\d+@/.test(email))
  const { pdf } = await generateCallSheet({
    seed: 7,
    language: 'pl',
    layout: 'polish-plan-dnia',
    overrides: { date: today.add({ days: 90 }).toString() },
  })
  return {
    owner,
    signedIn: () => signIn(url, adminEmail),
    newPerson: () => signUp(url, `${crypto.randomUUID()}@klaps.example`),
    password,
    today,
    sheet: pdf,
    emails: people.map((each) => each.email),
    ids: {
      dayId: days.map((each) => each.dayId),
      planId: days.map((each) => each.planId),
      productionId: await ids('/productions'),
      emailId: await ids(`/emails?limit=${idsOfAKind}`),
      documentId: await ids(`/pdf?limit=${idsOfAKind}`),
      eventId: (await ids(`/calendar/events?limit=${idsOfAKind}`)).filter(Boolean),
      mailboxId: known.ids.mailboxId!,
      notificationId: await ids(`/notifications?limit=${idsOfAKind}`),
      userId: people.map((each) => each.id),
    },
  }
}

const signUp = async (url: string, email: string): Promise<NewPerson> =>
  await enter(url, '/auth/sign-up', { email, password, name: 'Bench' })
const signIn = async (url: string, email: string): Promise<NewPerson> =>
  await enter(url, '/auth/sign-in', { email, password })

async function enter(
  url: string,
  path: string,
  account: { email: string; password: string; name?: string },
): Promise<NewPerson> {
  const { body } = await expectOk(new Person(url, undefined, 'stranger').post(path, account))
  return Object.assign(new Person(url, body.accessToken, body.user.id), {
    email: account.email,
    refreshToken: body.refreshToken as string,
  })
}
