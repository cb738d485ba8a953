import type { UserSettings } from '#services/config'

/** Pages about a thing, by the noun of a notification's subject (`noun:id`); `src/pages` has them. */
const pages = {
  day: (id: string) => `/days/${id}`,
  document: (id: string) => `/sheets/${id}`,
  mailbox: (id: string) => `/mailboxes/${id}`,
  calendar: (id: string) => `/calendars/${id}`,
  reminder: (id: string) => `/reminders/${id}`,
  booking: (id: string) => `/bookings/${id}`,
  service: () => '/health',
} as const
type Noun = keyof typeof pages

const labels: Readonly<Record<UserSettings['language'], Readonly<Record<Noun, string>>>> = {
  pl: {
    day: 'Zobacz dzień',
    document: 'Sprawdź plan dnia',
    mailbox: 'Połącz skrzynkę',
    calendar: 'Połącz kalendarz',
    reminder: 'Zobacz przypomnienie',
    booking: 'Zobacz rezerwację',
    service: 'Stan usług',
  },
  en: {
    day: 'See the day',
    document: 'Check the sheet',
    mailbox: 'Reconnect the mailbox',
    calendar: 'Reconnect the calendar',
    reminder: 'See the reminder',
    booking: 'See the booking',
    service: 'State of the services',
  },
}

export interface Link {
  readonly label: string
  readonly url: string
}

/** Where a message about this subject leads; null where there is no page of it. */
export function linkTo(
  subject: string | null,
  { publicUrl, language }: { publicUrl: string; language: UserSettings['language'] },
): Link | null {
  const [noun = '', id = ''] = subject?.split(':') ?? []
  if (!isNoun(noun)) return null
  return { label: labels[language][noun], url: publicUrl + pages[noun](encodeURIComponent(id)) }
}

const isNoun = (noun: string): noun is Noun => Object.hasOwn(pages, noun)
