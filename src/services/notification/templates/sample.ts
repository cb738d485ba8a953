import type { NotificationKind } from '#services/config'
import { money } from './booking-view.ts'
import type { DayView } from './day-view.ts'
import { longDate } from './day-view.ts'
import { type Draft, render } from './draft.ts'
import { templates } from './index.ts'
import type { BookingView, PaymentView, Templates } from './templates.ts'

type Language = 'pl' | 'en'

const date = Temporal.PlainDate.from('2026-03-14')

/** An invented day with something in every part. */
function sampleDay(language: Language): DayView {
  const polish = language === 'pl'
  return {
    production: 'Latarnik',
    dayNumber: '12/35',
    date: longDate(date, templates[language].locale),
    wakeUp: '04:40',
    leaveHome: '05:25',
    arriveStop: '05:50',
    leaveStop: '06:05',
    arriveLocation: '06:40',
    call: '07:00',
    callIsPersonal: false,
    wrap: '18:00',
    location: 'Fort Służew, ul. Fort Służew 1, Warszawa',
    unitBase: null,
    parking: polish ? 'Parking przy forcie' : 'Car park by the fort',
    legs: [
      {
        from: 'home',
        to: 'stop',
        depart: '05:25',
        arrive: '05:50',
        minutes: 25,
        keptMinutes: 0,
        kilometres: 14.2,
        trafficAware: true,
      },
      {
        from: 'stop',
        to: 'location',
        depart: '06:05',
        arrive: '06:40',
        minutes: 15,
        keptMinutes: 20,
        kilometres: 8.6,
        trafficAware: true,
      },
    ],
    travelMinutes: 40,
    estimated: false,
    weatherMinutes: 0,
    routeGap: null,
    weatherGap: null,
    weather: {
      usual: false,
      stale: false,
      from: 2,
      to: 8,
      rainMm: 1.4,
      rainPercent: 60,
      wind: 6,
      gusts: 11,
      warnings: ['rain'],
      rating: 'mind',
      sunrise: '05:56',
      sunset: '17:37',
    },
    warnings: [
      polish
        ? 'Pobudka o 04:40. Rozważ nocleg w pobliżu planu.'
        : 'You get up at 04:40. Consider sleeping near the set.',
    ],
    scenes: [
      {
        number: '42A',
        place: 'EXT',
        light: 'DAWN',
        set: polish ? 'BRZEG' : 'SHORE',
        description: polish ? 'Zosia wraca nad morze.' : 'Zosia returns to the sea.',
      },
    ],
    advice: ['camera', 'batteries', 'cards', 'rain-covers', 'towels'],
    equipment: [polish ? 'Steadicam' : 'Steadicam'],
    contacts: [
      polish ? 'II reżyser: Jan Przykładowy, +48 600 000 001' : '1st AD: Jan Przykładowy, +48 600 000 001',
    ],
    hospital: polish ? 'Szpital Przykładowy, ul. Przykładowa 1' : 'Example Hospital, Example Street 1',
    safety: [polish ? 'Śliskie skały: obuwie terenowe.' : 'Slippery rocks: wear boots.'],
    notes: [],
    changes: [{ field: polish ? 'zbiórka' : 'call', before: '07:30', after: '07:00' }],
  }
}

const booking = (language: Language): BookingView => ({
  reference: 'K7PM4XQ2',
  movie: 'Latarnik',
  starts: `${longDate(date, templates[language].locale)}, 19:30`,
  theater: 'Kino Iluzjon',
  address: 'ul. Przykładowa 1, Warszawa',
  screen: 'Sala 1',
  seats: 'F7, F8',
  total: money(5800, 'PLN', templates[language].locale),
  until: '18:05',
  reason: 'showtime-cancelled',
  ticketsUrl: 'https://example.org/tickets#K7PM4XQ2',
  calendarUrl: 'https://example.org/tickets?as=ics#K7PM4XQ2',
})
const payment = (language: Language): PaymentView => {
  const { movie, starts, reference, total: amount } = booking(language)
  return { movie, starts, reference, amount }
}

const samples: Record<NotificationKind, (texts: Templates, language: Language) => Draft> = {
  'schedule-ready': (texts, language) => texts.ready(sampleDay(language)),
  'schedule-changed': (texts, language) => texts.changed(sampleDay(language)),
  'schedule-cancelled': (texts, language) => {
    const day = sampleDay(language)
    return texts.cancelled({ production: day.production, date: day.date })
  },
  'needs-review': (texts, language) =>
    texts.review({
      reason: 'unsure',
      fileName: language === 'pl' ? 'plan-dnia-12.pdf' : 'call-sheet-12.pdf',
      subject: language === 'pl' ? 'Latarnik, plan dnia 12' : 'Latarnik, call sheet 12',
      sender: 'office@latarnik.example',
      doubts: [{ field: 'crewCall', value: '07:00' }],
    }),
  'weather-warning': (texts, language) => texts.weather(sampleDay(language)),
  'leave-earlier': (texts, language) => texts.leaveEarlier(sampleDay(language)),
  'wake-up': (texts, language) => texts.wakeUp(sampleDay(language)),
  departure: (texts, language) => texts.departure(sampleDay(language)),
  'processing-error': (texts) =>
    texts.processingError({ service: 'pdf', operation: 'pdf.read', code: 'given-up', url: '' }),
  'mailbox-disconnected': (texts) => texts.mailboxDisconnected({ name: 'ola@example.org' }),
  reminder: (texts, language) =>
    texts.reminder({
      text: language === 'pl' ? 'wyślij raport' : 'send the report',
      planned: null,
      missed: 0,
    }),
  'booking-held': (texts, language) => texts.bookingHeld(booking(language)),
  'booking-confirmed': (texts, language) => texts.bookingConfirmed(booking(language)),
  'booking-cancelled': (texts, language) => texts.bookingCancelled(booking(language)),
  'booking-expired': (texts, language) => texts.bookingExpired(booking(language)),
  'payment-receipt': (texts, language) => texts.paymentReceipt(payment(language)),
  'payment-failed': (texts, language) => texts.paymentFailed(payment(language)),
  'payment-refunded': (texts, language) => texts.paymentRefunded(payment(language)),
  'system-alert': (texts) => texts.serviceState({ service: 'route', status: 'degraded', changes: 1 }),
}

/** How a kind reads, with invented data. */
export function preview(kind: NotificationKind, language: Language): { title: string; body: string } {
  const texts = templates[language]
  const content = render(samples[kind](texts, language), {
    language,
    footer: texts.footer(''),
    mark: null,
    link: null,
  })
  return { title: content.title, body: content.text }
}
