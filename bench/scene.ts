import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { generateCallSheet } from '../sandbox/callsheets/index.ts'
import { managerEmail } from '../sandbox/cinema/furnish.ts'
import { fillHouse } from '../test/api/fill-house.ts'
import type { Known } from '../test/harness/generated-input.ts'
import { Person } from '../test/harness/person.ts'
import { until } from '../test/harness/until.ts'
import { expectOk } from '../test/journeys/world.ts'
import type { NewPerson, Scene } from './calls/kinds.ts'
import { CinemaScene } from './cinema.ts'

export const adminEmail = 'bench@klaps.example'
const password = 'a long password'
/** Of one kind: more would not make a route slower or faster. */
const idsOfAKind = 50

export interface Model {
  readonly owner: NewPerson
  readonly known: Known
}

/** An account for the owner, made an administrator by the sandbox's manager of the cinema, whose password lies in a file. */
export async function administrator(url: string, dataDir: string): Promise<NewPerson> {
  const owner = await signUp(url, adminEmail)
  const file = join(dataDir, 'sandbox', 'manager-password')
  const password = await until(
    'the manager of the cinema',
    () => readFile(file, 'utf8').catch(() => ''),
    60_000,
  )
  // They may not have signed up yet, and failures are counted: not too often.
  const manager = await until(
    'their account',
    async () => {
      await sleep(2_000)
      return await enter(url, '/auth/sign-in', { email: managerEmail, password: password.trim() }).catch(
        () => undefined,
      )
    },
    60_000,
  )
  await expectOk(manager.put(`/users/${owner.id}/roles`, { roles: ['admin'] }))
  return owner
}

/** Lets the product itself make one of everything for one person, who is an administrator too. */
export async function makeModel(url: string, owner: NewPerson): Promise<Model> {
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

/** How much of a cinema there is to be. */
type CinemaSize = Parameters<typeof CinemaScene.open>[1]

/** The ids of the owner's things, as the API tells them after the filling, and a cinema that sells. */
export async function sceneOf(url: string, { owner, known }: Model, cinema: CinemaSize): Promise<Scene> {
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
    cinema: await CinemaScene.open(owner, cinema),
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

export const signUp = async (url: string, email: string): Promise<NewPerson> =>
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
