import type { Channel } from '#services/config'
import {
  changeLines,
  type DayWords,
  daySections,
  timeLines,
  weatherLines,
  weatherThatCosts,
} from './day-summary.ts'
import type { DayView } from './day-view.ts'
import { said } from './draft.ts'
import { attentionTexts } from './en-attention.ts'
import { bookingTexts } from './en-bookings.ts'
import type { Templates } from './templates.ts'

const words: DayWords = {
  headings: {
    times: 'Times',
    place: 'Place',
    changes: 'What changed',
    route: 'Route',
    weather: 'Weather',
    warnings: 'Mind',
    scenes: 'Scenes',
    equipment: 'Equipment',
    contacts: 'Contacts',
    safety: 'Safety',
    notes: 'Notes',
  },
  times: {
    wakeUp: 'Wake up',
    leaveHome: 'Leave home',
    stop: 'Equipment house',
    arriveLocation: 'Reach the location',
    call: 'Call',
    personalCall: 'Your call',
    wrap: 'Estimated wrap',
  },
  places: { home: 'home', stop: 'equipment house', location: 'set' },
  location: 'Location',
  unitBase: 'Unit base',
  parking: 'Parking',
  hospital: 'Nearest hospital',
  light: { DAY: 'day', NIGHT: 'night', DAWN: 'dawn', DUSK: 'dusk' },
  weatherWarnings: {
    cold: 'Frost',
    heat: 'Heat',
    rain: 'Rain',
    'heavy-rain': 'Heavy rain',
    snow: 'Snow',
    wind: 'Strong wind',
    gusts: 'Strong gusts',
    thunderstorm: 'Thunderstorm',
    fog: 'Fog',
    'official-alert': 'Official alert',
  },
  advice: {
    camera: 'Camera',
    batteries: 'Batteries',
    cards: 'Memory cards',
    'rain-covers': 'Rain covers',
    towels: 'Towels',
    warmers: 'Warmers',
    'spare-batteries': 'Spare batteries',
    thermos: 'Thermos',
    sandbags: 'Sandbags',
    'wind-protection': 'Wind protection for sound',
    parasols: 'Parasols',
    water: 'Water',
  },
  rating: { good: 'Exteriors: good', mind: 'Exteriors: take care', bad: 'Exteriors: bad' },
  noRoute: {
    later: 'The route is not there yet; it follows when it is.',
    'no-location':
      'No route: the call sheet names no location. Add it to the day in Klaps, and the route follows.',
    'location-not-found':
      'No route: the address of the location could not be found on the map. Correct it in Klaps, and the route follows.',
    'no-home': 'No route: your home address is not known. Add it in the settings, and the route follows.',
    'home-not-found':
      'No route: your home address could not be found on the map. Correct it in the settings, and the route follows.',
  },
  noWeather: {
    later: 'The forecast is not there yet; it will stand in the plan when it is.',
    'no-location': 'No forecast: the call sheet names no location.',
    'location-not-found': 'No forecast: the address of the location could not be found on the map.',
    'day-over': 'No forecast: the day is over.',
  },
  leg: (from, to, leg) =>
    `${from} ${leg.depart} - ${to} ${leg.arrive}, ${leg.minutes} min${leg.keptMinutes > 0 ? ` and ${leg.keptMinutes} min kept for traffic` : ''}, ${leg.kilometres} km${leg.trafficAware ? '' : ' (without traffic)'}`,
  drive: (minutes) => `Driving in all: ${minutes} min`,
  estimated: 'Driving time estimated without a map.',
  weatherBuffer: (minutes) => `Kept for the weather: ${minutes} min`,
  forecast: ({ from, to }) => `${from} to ${to} °C`,
  rain: (mm, percent) => `Precipitation ${mm} mm${percent === null ? '' : `, ${percent} %`}`,
  wind: (speed, gusts) => `Wind ${speed} m/s${gusts === null ? '' : `, gusts ${gusts} m/s`}`,
  sun: (rise, set) => `Sunrise ${rise}, sunset ${set}`,
  usual: 'Beyond the forecast: what is usual at this time of the year.',
  stale: 'The last known forecast; a newer one could not be had.',
  fields: {
    call: 'call',
    location: 'location',
    wrap: 'wrap',
    estimatedWrap: 'wrap',
    zone: 'time zone',
    wakeUp: 'wake-up',
    shootingDate: 'shooting date',
    crewCall: 'crew call',
    personalCall: 'your call',
    productionCall: 'production call',
    calls: 'call',
    locations: 'location',
    unitBase: 'unit base',
    parking: 'parking',
    vendorStops: 'pick-up of equipment',
    scenes: 'scene',
    cast: 'cast',
    meals: 'meal',
    hospital: 'hospital',
    contacts: 'contact',
    equipment: 'equipment',
    safetyNotes: 'safety',
    background: 'background',
    notes: 'note',
    day: 'shooting day',
    productionTitle: 'title',
    sunrise: 'sunrise',
    sunset: 'sunset',
  },
  restored: 'the shooting day is on again',
  change: (field, before, after) => {
    if (before === null) return `${field}: ${after ?? 'changed'}`
    return after === null ? `${field}: removed (was ${before})` : `${field}: ${before} to ${after}`
  },
}

const channels: Record<Channel, string> = {
  'in-app': 'in the app',
  email: 'e-mail',
  sms: 'SMS',
  push: 'browser notifications',
  telegram: 'Telegram',
}

function wake({ wakeUp, leaveHome, call, location }: DayView): string {
  const parts = [wakeUp && `wake up ${wakeUp}`, leaveHome && `leave ${leaveHome}`, `call ${call}`, location]
  return parts.filter(Boolean).join(', ')
}

const serviceStates = {
  healthy: 'is well again',
  degraded: 'works in part',
  unhealthy: 'does not work',
} as const

const runNames: Readonly<Record<string, string>> = {
  'call-sheet': 'a call sheet',
  plan: 'a day plan',
  booking: 'a booking',
  reminder: 'a reminder',
}

export const en: Templates = {
  locale: 'en-GB',
  sandboxMark: 'Sandbox',
  footer: (url) => `Klaps, ${url}`,
  ready: (day) => ({
    title: `${day.production}: plan for ${day.date}, call ${day.call}`,
    short: `${day.production}, ${day.date}: ${wake(day)}`,
    sections: daySections(day, words),
  }),
  evening: (days) => ({
    title: `Tomorrow, ${days[0]?.date ?? ''}: ${days.map((day) => `${day.production} ${day.call}`).join(', ')}`,
    short: `Tomorrow: ${days.map((day) => `${day.production}, ${wake(day)}`).join('; ')}`,
    sections: days.flatMap((day) => [
      { heading: null, lines: [`${day.production}, ${day.date}`] },
      ...daySections(day, words),
    ]),
  }),
  changed: (day) => ({
    title: `${day.production}: plan for ${day.date} changed`,
    short: `${day.production}, ${day.date}: ${[...changeLines(day, words).slice(0, 3), wake(day)].join('; ')}`,
    sections: [
      { heading: words.headings.changes, lines: changeLines(day, words) },
      { heading: words.headings.times, lines: timeLines(day, words) },
      { heading: words.headings.weather, lines: weatherLines(day, words) },
      { heading: words.headings.warnings, lines: day.warnings },
    ],
  }),
  leaveEarlier: (day) => ({
    title: `${day.production}: new times for ${day.date}, wake up ${day.wakeUp ?? day.call}`,
    short: `New times, ${day.date}: ${[wake(day), ...weatherThatCosts(day, words)].join('; ')}`,
    sections: [
      { heading: words.headings.times, lines: timeLines(day, words) },
      { heading: words.headings.weather, lines: weatherLines(day, words) },
      { heading: words.headings.warnings, lines: day.warnings },
    ],
  }),
  weather: (day) => ({
    title: `${day.production}: weather for ${day.date} changed`,
    short: `Weather for ${day.date}: ${weatherLines(day, words).slice(0, 3).join(', ')}`,
    sections: [
      { heading: words.headings.weather, lines: weatherLines(day, words) },
      { heading: words.headings.equipment, lines: day.advice.flatMap((code) => words.advice[code] ?? []) },
      { heading: words.headings.times, lines: timeLines(day, words) },
    ],
  }),
  cancelled: ({ production, date }) =>
    said(`${production}: shooting day ${date} cancelled`, 'Its alarms and reminders are gone.'),
  wakeUp: (day) => ({
    title: `Wake up: ${day.production}, call ${day.call}`,
    short: `Wake up! ${wake(day)}`,
    sections: [{ heading: null, lines: [...timeLines(day, words), ...weatherLines(day, words).slice(0, 2)] }],
  }),
  departure: (day) => ({
    title: `Time to go: ${day.location ?? day.production}, call ${day.call}`,
    short: `Time to go: ${day.location ?? day.production}, call ${day.call}`,
    sections: daySections({ ...day, scenes: [], notes: [], safety: [], hospital: null }, words),
  }),
  ...attentionTexts(words.fields),
  targetOff: ({ channel, label }) =>
    said(
      `Switched off: ${channels[channel]} (${label})`,
      'Notifications cannot be delivered there. Check the address and add it again.',
    ),
  test: (channel) => said('Test notification', `This channel works: ${channels[channel]}.`),
  code: (code) => `Klaps: code ${code}. Valid for 10 minutes.`,
  reminder: ({ text, planned, missed }) =>
    said(
      `Reminder: ${text}`,
      ...(planned ? [`Late: it was to come ${planned}.`] : []),
      ...(missed > 0 ? [`It could not come ${missed === 1 ? 'once' : `${missed} times`} before.`] : []),
    ),
  reminderDigest: ({ items, more }) =>
    said('Reminders for tomorrow', ...items, ...(more > 0 ? [`And ${more} more.`] : [])),
  ...bookingTexts,
  refundFailed: ({ amount, refundId, bookingId, wasDone }) =>
    said(
      `Refund failed: ${amount}`,
      wasDone
        ? 'The gateway had reported it done; the bank of the buyer has sent the money back.'
        : 'The gateway refuses to give this money back.',
      `Booking ${bookingId}, refund ${refundId}.`,
      'The money lies with us. Try the refund again, or give it back to the buyer another way.',
    ),
  runStuck: ({ kind, runId, lastStep }) =>
    said(
      `Late: ${runNames[kind] ?? kind}`,
      'It has not come to its end in the time that is expected of it.',
      lastStep ? `Its last step was ${lastStep}.` : 'It has not taken a step.',
      `Its timeline is under run ${runId}.`,
    ),
  serviceState: ({ service, status, changes }) =>
    said(
      `System status: ${service} ${serviceStates[status]}`,
      ...(changes > 2 ? [`It changed ${changes} times before.`] : []),
      'What each check says is on the page of service health.',
    ),
}
