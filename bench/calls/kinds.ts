import type { Person } from '../../test/harness/person.ts'
import type { CinemaScene } from '../cinema.ts'

/** What the calls of this run may use: the person whose days are read, and ids of things of theirs. */
export interface Scene {
  /** An administrator too. */
  readonly owner: Person
  /** The owner with an access token that is good for another fifteen minutes. */
  signedIn(): Promise<Person>
  /** A new account. */
  newPerson(): Promise<NewPerson>
  readonly password: string
  readonly today: Temporal.PlainDate
  readonly sheet: Uint8Array
  /** Of the owner, a few hundred rows at most; `of` walks through them. */
  readonly ids: Readonly<Record<IdName, readonly string[]>>
  readonly emails: readonly string[]
  readonly cinema: CinemaScene
}
export type IdName =
  | 'dayId'
  | 'planId'
  | 'productionId'
  | 'emailId'
  | 'documentId'
  | 'eventId'
  | 'mailboxId'
  | 'notificationId'
  | 'userId'

export interface NewPerson extends Person {
  readonly email: string
  readonly refreshToken: string
}

/** One request: its input on the wire. Making it may take requests of its own, which are not timed. */
export interface Call {
  readonly input?: Readonly<Record<string, unknown>>
  readonly as?: Person
  readonly body?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}
export interface Measured {
  /** All calls of a route are made ready before the first is timed; with `atOnce: 1` each before its own turn. */
  readonly call: (scene: Scene, index: number) => Call | Promise<Call>
  /** 100 when left out. */
  readonly requests?: number
  /** Requests in hand at the same time; 4 when left out. */
  readonly atOnce?: number
  /**
   * Each call sets the house to work for others (a day is planned, mails are written): after every four at once the
   * house finishes that before the next four. Without it the work of earlier calls is measured, which `plan` does.
   */
  readonly setsToWork?: boolean
}
/** By service and name of the route. */
export type Calls = Readonly<Record<string, Measured>>

/** Where each call, or making it ready, works hard. */
export const fewer = 20

export const of = (scene: Scene, name: IdName, index: number) =>
  scene.ids[name][index % scene.ids[name].length]!
export const by =
  (name: IdName, field: string = name, more: Readonly<Record<string, unknown>> = {}): Measured['call'] =>
  (scene, index) => ({ input: { [field]: of(scene, name, index), ...more } })
export const always = (input: Readonly<Record<string, unknown>> = {}) => ({ call: () => ({ input }) })
export const lastDays =
  (days: number, more: Readonly<Record<string, unknown>> = {}): Measured['call'] =>
  ({ today }) => ({ input: { from: today.subtract({ days }).toString(), to: today.toString(), ...more } })

const warsaw = [
  [52.2297, 21.0122],
  [52.1, 21.05],
  [52.4, 20.9],
  [50.0614, 19.9366],
  [54.352, 18.6466],
] as const
export const at = (index: number) => {
  const [latitude, longitude] = warsaw[index % warsaw.length]!
  return { latitude, longitude, zone: 'Europe/Warsaw' }
}
export const dated =
  (days: number): Measured['call'] =>
  (scene, index) => ({
    input: { ...at(index), date: scene.today.add({ days }).toString() },
  })
