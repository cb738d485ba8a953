import type { Sheet } from '#services/pdf'

/** Call sheets and schedules as the pdf service has read them. */

const field = <T>(value: T) => ({ value, confidence: 1, evidence: [] })

/** An invented call sheet with a production of its own unless named. */
export function callSheet(values: {
  title?: string | null
  date?: string
  crewCall?: string | null
  personalCall?: string
  wrap?: string
  locations?: { name: string | null; address: string | null }[]
  calls?: { name: string | null; role: string | null; department: string | null; time: string }[]
  scenes?: string[]
  revision?: number
  issuedAt?: string
  cancelled?: boolean
  problems?: string[]
}): Sheet {
  const { crewCall = '07:00', title = 'Zimowa noc' } = values
  return {
    kind: 'call-sheet',
    subkind: null,
    language: 'en',
    productionTitle: title === null ? null : field(title),
    shootingDate: field(values.date ?? '2026-03-16'),
    day: null,
    revision:
      values.revision === undefined && values.issuedAt === undefined
        ? null
        : field({ number: values.revision ?? null, colour: null, issuedAt: values.issuedAt ?? null }),
    crewCall: crewCall === null ? null : field(crewCall),
    productionCall: null,
    personalCall: values.personalCall ? field(values.personalCall) : null,
    estimatedWrap: values.wrap ? field(values.wrap) : null,
    sunrise: null,
    sunset: null,
    calls: (values.calls ?? []).map(field),
    locations: (values.locations ?? [{ name: 'Dworzec', address: 'pl. Dworcowy 1, Warszawa' }]).map(field),
    unitBase: null,
    parking: null,
    vendorStops: [],
    hospital: null,
    meals: [],
    scenes: (values.scenes ?? ['12']).map((number) =>
      field({
        number,
        intExt: 'EXT' as const,
        dayNight: 'DAY' as const,
        set: 'Platform',
        description: null,
        pageEighths: 8,
        cast: [],
        location: null,
      }),
    ),
    cast: [],
    background: [],
    contacts: [field({ role: '1st AD', name: 'Jan Zmyslony', phone: '+48 000 000 000', email: null })],
    equipment: [],
    safetyNotes: [],
    notes: [],
    weather: null,
    advanceSchedule: [],
    scheduleDays: [],
    sheets: [],
    cancelled: values.cancelled ? field(true) : null,
    problems: (values.problems ?? []).map((code) => ({ code, message: code, field: null })),
    pages: [],
  }
}

/** An invented one-line schedule with these days. */
export function oneLiner(dates: readonly string[], title = 'Zimowa noc'): Sheet {
  return {
    ...callSheet({ title, crewCall: null, locations: [], scenes: [] }),
    kind: 'schedule',
    subkind: 'one-line-schedule',
    shootingDate: null,
    contacts: [],
    scheduleDays: dates.map((date, index) => field({ date, day: { number: index + 1, of: null } })),
  }
}

/** When the first message comes, unless said otherwise; the next ones come after it. */
