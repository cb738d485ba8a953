import { describe, expect, it } from 'vitest'
import { planFor } from '../day.fixture.ts'
import { dayView, type Plan } from './day-view.ts'
import { render } from './draft.ts'
import { templates } from './index.ts'

const languages = ['pl', 'en'] as const
const viewOf = (changes: Partial<Plan>, language: 'pl' | 'en' = 'pl') =>
  dayView(planFor(crypto.randomUUID(), changes), templates[language].locale)
const textOf = (changes: Partial<Plan>, language: 'pl' | 'en') =>
  render(templates[language].ready(viewOf(changes, language)), {
    language,
    footer: '',
    mark: null,
    link: null,
  }).text

describe('the date of a day in Polish', () => {
  const monday = Temporal.PlainDate.from('2026-11-16')
  it.each([
    [0, 'poniedziałek, 16 listopada'],
    [1, 'wtorek, 17 listopada'],
    [2, 'środę, 18 listopada'],
    [3, 'czwartek, 19 listopada'],
    [4, 'piątek, 20 listopada'],
    [5, 'sobotę, 21 listopada'],
    [6, 'niedzielę, 22 listopada'],
  ])('stands in the accusative after a preposition (weekday %i)', (days, date) => {
    const day = viewOf({ shootingDate: monday.add({ days }) })
    const { ready, changed, leaveEarlier, weather } = templates.pl
    expect(ready(day).title).toContain(`: plan na ${date}, zbiórka `)
    expect(changed(day).title).toMatch(new RegExp(`: zmiana planu na ${date}$`))
    expect(leaveEarlier(day).title).toContain(`: inne godziny na ${date}, pobudka `)
    expect(weather(day).title).toMatch(new RegExp(`: zmiana pogody na ${date}$`))
    expect(weather(day).short).toContain(`Pogoda na ${date}: `)
  })

  it('stays in the nominative where nothing governs it', () => {
    const day = viewOf({ shootingDate: monday.add({ days: 6 }) })
    const { evening, cancelled, ready } = templates.pl
    expect(evening([day]).title).toMatch(/^Jutro, niedziela, 22 listopada: /)
    expect(ready(day).short).toContain(', niedziela, 22 listopada: ')
    expect(cancelled(day).title).toMatch(/: dzień zdjęciowy odwołany, niedziela, 22 listopada$/)
  })
})

describe('news of times', () => {
  it.each([
    ['pl', 'Opady 4 mm, 80 %'],
    ['en', 'Precipitation 4 mm, 80 %'],
  ] as const)('say the weather that moved them (%s)', (language, rain) => {
    const { leaveEarlier, changed } = templates[language]
    const weather = {
      usual: false,
      stale: false,
      from: 4,
      to: 9,
      rainMm: 4,
      rainPercent: 80,
      wind: 3,
      gusts: 6,
      warnings: [],
      rating: null,
      sunrise: null,
      sunset: null,
    }
    const day = { ...viewOf({}, language), weatherMinutes: 20, weather }
    expect(leaveEarlier(day).short).toContain(rain)
    expect(leaveEarlier({ ...day, weatherMinutes: 0 }).short).not.toContain(rain)
    for (const { sections } of [leaveEarlier(day), changed(day)])
      expect(sections.flatMap(({ lines }) => lines)).toContain(rain)
  })
})

describe('a day without a route or a forecast', () => {
  const missing: Plan['missing'] = ['route', 'weather']
  const failure = (what: 'route' | 'weather', code: string, willRetry = false) => ({
    what,
    code,
    message: '',
    willRetry,
  })
  it.each(languages)(
    'that no map knows the place of promises nothing and says what to correct (%s)',
    (language) => {
      const failures = [failure('route', 'location-not-found'), failure('weather', 'location-not-found')]
      const text = textOf({ missing, failures }, language)
      const { later, ...said } = {
        pl: {
          later: 'jeszcze nie ma',
          route: 'adresu lokacji nie udało się znaleźć na mapie. Popraw go w Klapsie',
          weather: 'Nie ma prognozy: adresu lokacji nie udało się znaleźć',
        },
        en: {
          later: 'not there yet',
          route: 'address of the location could not be found on the map. Correct it in Klaps',
          weather: 'No forecast: the address of the location could not be found',
        },
      }[language]
      for (const sentence of Object.values(said)) expect(text).toContain(sentence)
      expect(text).not.toContain(later)
    },
  )

  it.each([
    ['no-home', 'your home address is not known. Add it in the settings'],
    ['home-not-found', 'your home address could not be found on the map. Correct it in the settings'],
  ])('because of %s says so', (code, sentence) => {
    const text = textOf({ missing, failures: [failure('route', code)] }, 'en')
    expect(text).toContain(sentence)
    expect(text).toContain('The forecast is not there yet')
  })

  it('whose sheet names no place asks for one, instead of for another address', () => {
    const failures = [failure('route', 'location-not-found')]
    const text = textOf({ missing, failures, location: { name: null, address: null } }, 'en')
    expect(text).toContain('the call sheet names no location. Add it')
  })

  it('that a provider owes, or that nobody has answered yet, says that they follow', () => {
    for (const failures of [[], [failure('route', 'provider-down', true)]])
      expect(textOf({ missing, failures }, 'en')).toContain(
        'The route is not there yet; it follows when it is.',
      )
  })
})
