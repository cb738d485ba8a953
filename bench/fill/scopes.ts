import type { Model } from './model.ts'
import { derived, type Fill, isDate, remembered } from './template.ts'

/** One planned day of somebody: a copy of the model's. */
export interface Story {
  readonly number: number
  /** The shooting day is behind us. */
  readonly past: boolean
  readonly fill: Fill
}

/**
 * Says for each id of the model whose it is: a person's (their production among them), a notification's, or the day's
 * itself. A person's ids are the same in all their days. Person 0 is the model person.
 */
export class Scopes {
  readonly #userId: string
  readonly #people: ReadonlySet<string>
  readonly #notices: ReadonlySet<string>
  readonly #digests: ReadonlySet<string>
  /** Blobs are not copied: copies refer to the model's. */
  readonly #kept: ReadonlySet<string>
  /** The model's mail came days before its shooting day: what lies before this date was written then. */
  readonly #writtenBefore: string

  constructor(model: Model, userId: string) {
    const values = (table: string, ...columns: string[]) =>
      model.get(table)!.flatMap((row) => columns.map((column) => row[column]!))
    this.#userId = userId
    this.#people = new Set([
      userId,
      ...values('auth.accounts', 'id'),
      ...values('auth.sessions', 'id', 'token'),
      ...values('email.mailboxes', 'id', 'account_digest'),
      ...values('schedule.productions', 'id'),
    ])
    this.#notices = new Set([
      ...values('notification.intents', 'id'),
      ...values('notification.notifications', 'id'),
      ...values('notification.deliveries', 'id'),
    ])
    this.#digests = new Set([
      ...values('email.attachments', 'sha256'),
      ...values('email.fingerprints', 'digest'),
    ])
    this.#kept = new Set(values('email.attachments', 'blob_key').map((key) => key.split('/').at(-1)!))
    const [shootingDate] = values('schedule.plans', 'date')
    this.#writtenBefore = Temporal.PlainDate.from(shootingDate!).subtract({ days: 2 }).toString()
  }

  userId(user: number): string {
    return this.#personal(this.#userId, user)
  }

  person(user: number): Fill {
    return remembered((token) => this.#owned(token, user) ?? token)
  }

  /** One a day: the first half before today, the others after the model's day. */
  stories(user: number, { daysEach }: { daysEach: number }): readonly Story[] {
    return Array.from({ length: daysEach }, (_, index) => {
      const past = index < daysEach / 2
      const days = past ? index - daysEach / 2 - modelLeadDays : index - daysEach / 2 + 1
      const number = user * daysEach + index
      const fill = remembered(
        (token) => this.#owned(token, user) ?? this.#ofStory(token, `day ${number}`, days),
      )
      return { number, past, fill }
    })
  }

  notice(story: Story, index: number): Fill {
    return remembered((token) =>
      this.#notices.has(token) ? derived(token, `notice ${story.number} ${index}`) : story.fill(token),
    )
  }

  #personal(token: string, user: number): string {
    return user === 0 ? token : derived(token, `person ${user}`)
  }

  #owned(token: string, user: number): string | undefined {
    return this.#people.has(token) ? this.#personal(token, user) : undefined
  }

  #ofStory(token: string, salt: string, days: number): string {
    if (isDate(token)) {
      const moved = token < this.#writtenBefore ? Math.min(days, 0) : days
      return moved === 0 ? token : Temporal.PlainDate.from(token).add({ days: moved }).toString()
    }
    if (this.#kept.has(token) || (token.length === 64 && !this.#digests.has(token))) return token
    return derived(token, salt)
  }
}

/** The model's day lies this far ahead. */
const modelLeadDays = 5
