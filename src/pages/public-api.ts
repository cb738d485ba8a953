import { z } from 'zod'
import { booking } from '#services/booking'
import { email, type ProcessingStep } from '#services/email'
import { movie, type Showtime } from '#services/movie'
import { schedule } from '#services/schedule'
import type { App } from '../kernel/http/server.ts'
import { apiPrefix } from '../kernel/http/wire.ts'
import { type DayDetail, type DayView, describeDay } from './day-view.ts'
import { say } from './words.ts'

export type { DayView, Moment } from './day-view.ts'

/** The zone in which mails and their logs are shown. */
export const shownZone = 'Europe/Warsaw'

export interface ShowtimeView {
  readonly id: string
  readonly startText: string
  readonly movie: string
  readonly where: string
  /** Null while booking has not heard of it. */
  readonly free: number | null
  readonly capacity: number
}

export interface LogStep extends Omit<z.output<typeof ProcessingStep>, 'startedAt'> {
  readonly startedText: string
}

export interface MailView {
  readonly subject: string
  readonly receivedText: string
  readonly state: string
  /** Something is still being made of it. */
  readonly isUnderWay: boolean
  readonly reason: string | null
  readonly correlationId: string
  readonly steps: readonly LogStep[]
}

/** The public API as a page sees it: real requests with a real token, answered in this process. */
export class PublicApi {
  readonly #app: App
  #token = ''

  constructor(app: App) {
    this.#app = app
  }

  async signIn(person: { email: string; password: string }): Promise<boolean> {
    this.#token = tokens.get(person.email) ?? ''
    if (this.#token && (await this.#get('/users/me')).ok) return true
    const response = await this.#app.request(`${apiPrefix}/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: person.email, password: person.password }),
    })
    if (!response.ok) return false
    this.#token = String(((await response.json()) as { accessToken: string }).accessToken)
    tokens.set(person.email, this.#token)
    return true
  }

  /** Today and later, at most five. */
  async days(): Promise<DayView[]> {
    const from = Temporal.Now.plainDateISO(shownZone).toString()
    const list = await this.#read(schedule.routes.listDays.output, `/schedules?from=${from}&limit=5`)
    const details = await Promise.all(
      list.items.map((day) =>
        this.#read(schedule.routes.getDay.output, `/schedules/${day.dayId}?language=en`),
      ),
    )
    return details.map((day) => describeDay(day as DayDetail))
  }

  /** The newest five messages with their processing logs. */
  async mails(): Promise<MailView[]> {
    const list = await this.#read(email.routes.listEmails.output, '/emails?limit=5')
    return await Promise.all(
      list.items.map(async (mail) => {
        const isUnderWay = mail.state === 'pending' || mail.state === 'processing'
        const log = await this.#read(email.routes.getLog.output, `/emails/${mail.id}/log`)
        return {
          subject: mail.subject,
          receivedText: clockText(mail.receivedAt),
          // A pending day waits for its person, a pending mail for us.
          state: isUnderWay ? 'under way' : say(mail.state),
          isUnderWay,
          reason: mail.stateText?.en ?? null,
          correlationId: log.correlationId,
          steps: log.steps.map((step) => ({ ...step, startedText: clockText(step.startedAt) })),
        }
      }),
    )
  }

  /** Showtimes of today that are still to come, else of tomorrow, with their free seats; at most thirty. */
  async showtimes(): Promise<ShowtimeView[]> {
    const today = Temporal.Now.plainDateISO(shownZone)
    const now = Temporal.Now.instant()
    for (const date of [today, today.add({ days: 1 })]) {
      const list = await this.#read(movie.routes.listShowtimes.output, `/showtimes?date=${date}&limit=30`)
      const items = list.items.filter(
        ({ state, startsAt }) => state === 'scheduled' && Temporal.Instant.compare(startsAt, now) > 0,
      )
      if (items.length > 0) return await this.#withFreeSeats(items)
    }
    return []
  }

  async #withFreeSeats(showtimes: readonly Showtime[]): Promise<ShowtimeView[]> {
    const ids = showtimes.map(({ id }) => `showtimeId=${id}`).join('&')
    const { items } = await this.#read(booking.routes.availability.output, `/bookings/availability?${ids}`)
    const free = new Map(items.map((each) => [each.showtimeId, each.free]))
    return showtimes.map((each) => ({
      id: each.id,
      startText: clockText(each.startsAt).slice(0, 16),
      movie: each.movieTitle,
      where: `${each.theaterName}, ${each.screenName}`,
      free: free.get(each.id) ?? null,
      capacity: each.capacity,
    }))
  }

  async #get(path: string): Promise<Response> {
    return await this.#app.request(apiPrefix + path, { headers: { authorization: `Bearer ${this.#token}` } })
  }

  async #read<S extends z.ZodType>(schema: S, path: string): Promise<z.output<S>> {
    const response = await this.#get(path)
    if (!response.ok) throw new Error(`${path} answered ${response.status}`)
    return z.decode(schema, (await response.json()) as z.input<S>)
  }
}

/** The demo person's token, kept so that each view of the page is no new session. */
const tokens = new Map<string, string>()

const clockText = (instant: Temporal.Instant) =>
  instant
    .toZonedDateTimeISO(shownZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replace('T', ' ')
