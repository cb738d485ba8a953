import { consentAs } from '../../sandbox/consent.ts'
import type { Sandbox } from '../../sandbox/index.ts'
import { places } from '../../sandbox/places.ts'
import { Person } from '../harness/person.ts'
import { until } from '../harness/until.ts'

/** A running system and the outside world around it; the journeys do not know how many processes it is. */
export interface World {
  readonly url: string
  readonly sandbox: Sandbox
  stop(): Promise<void>
}

/** A crew member with addresses, a mailbox, a linked Google Calendar and a name as sheets print it. */
export interface CrewMember extends Person {
  readonly email: string
}

export const address = (id: string): string => {
  const place = places.find((each) => each.id === id)
  if (!place) throw new Error(`No place ${id}`)
  return place.address
}

/** Everything a new user does once, through the public API. `index` picks the sandbox account (0 Ola, 1 Marek). */
export async function joinCrew(world: World, index = 0): Promise<CrewMember> {
  const accounts = [
    { email: 'ola.wrona@klaps.test', name: 'Ola Wrona', password: 'sandbox-ola' },
    { email: 'marek.zelazny@klaps.test', name: 'Marek Żelazny', password: 'sandbox-marek' },
  ]
  const account = accounts[index]!
  const stranger = new Person(world.url, undefined, 'stranger')
  const signedUp = await stranger.post('/auth/sign-up', {
    email: account.email,
    password: 'a long password',
    name: account.name,
  })
  if (signedUp.status !== 201) throw new Error(`Sign-up: ${signedUp.status} ${JSON.stringify(signedUp.body)}`)
  const member = Object.assign(new Person(world.url, signedUp.body.accessToken, signedUp.body.user.id), {
    email: account.email,
  })
  await expectOk(
    member.patch('/config/settings', {
      home: { address: address('home-domaniewska') },
      stop: { name: 'Panavision', address: address('panavision'), opensAt: null },
      crewName: account.name,
      language: 'pl',
    }),
  )
  await expectOk(
    member.post('/mailboxes/imap', {
      host: '127.0.0.1',
      port: Number(world.sandbox.env.SANDBOX_IMAP_PORT),
      secure: false,
      user: account.email,
      password: account.password,
    }),
  )
  const { body } = await expectOk(member.post('/calendar/google', {}))
  const answer = await consentAs(account.email, body.url)
  if (!answer.ok) throw new Error(`Consent: ${answer.status} ${(await answer.text()).slice(0, 300)}`)
  return member
}

export async function expectOk<T extends { status: number; body: unknown }>(answer: Promise<T>): Promise<T> {
  const got = await answer
  if (got.status >= 300) throw new Error(`Expected success, got ${got.status}: ${JSON.stringify(got.body)}`)
  return got
}

/** Events of the person's own calendar in the stand-in, cancelled ones left out. */
export async function calendarEvents(world: World, email: string): Promise<any[]> {
  const response = await fetch(new URL('/_sandbox/calendar/events', world.sandbox.urls.index))
  const calendars = (await response.json()) as { owner: string; events: any[] }[]
  return calendars
    .filter((calendar) => calendar.owner === email)
    .flatMap((calendar) => calendar.events)
    .filter((event) => event.status !== 'cancelled')
}

/** The day of that date, once it has been planned with nothing missing. */
export async function plannedDay(
  member: Person,
  date: string,
  accept: (day: any) => boolean = () => true,
): Promise<any> {
  return await until(
    `a complete plan for ${date}`,
    async () => {
      const { body } = await member.get(`/schedules?from=${date}&to=${date}`)
      const day = body.items?.[0]
      if (!day?.planned || day.missing.length > 0 || !accept(day)) return undefined
      const detail = await member.get(`/schedules/${day.dayId}?language=en`)
      return detail.status === 200 && accept(detail.body) ? detail.body : undefined
    },
    30_000,
  )
}
