import { settings } from '../settings/index.ts'
import type { FormSheet } from './sheet.ts'

/** A label and what stands beside it. */
export type Pair = readonly [label: string, value: string]

/** What a sheet says about the day as a whole, each as it stands beside its label. */
export const facts = {
  date: ({ words, content, date }) => [[words.date, date(content.date)]],
  day: ({ words, content }) => [[words.day, `${content.day.number}${words.of}${content.day.of}`]],
  director: ({ words, content }) => {
    const { director } = settings[content.setting]
    return content.crew
      .filter(({ role }) => role === director)
      .map(({ name }): Pair => [words.director, name])
  },
  version: ({ words, content: { revision } }) => [
    [words.version, `${revision.number + 1} (${revision.colour})`],
  ],
  issued: ({ words, issued }) => [[words.issued, issued()]],
  crewCall: ({ words, content, timeText }) => [[words.crewCall, timeText(content.crewCall)]],
  productionCall: ({ words, content, timeText }) => [
    [words.productionCall, timeText(content.productionCall)],
  ],
  shootingCall: ({ words, content, timeText }) => {
    const [first] = content.scenes
    return first ? [[words.shootingCall, timeText(first.startsAt)]] : []
  },
  wrap: ({ words, content, timeText }) => [[words.wrap, timeText(content.estimatedWrap)]],
  meals: ({ content, timeText }) => content.meals.map(({ name, time }): Pair => [name, timeText(time)]),
  mealLine: ({ words, content, time }) => [
    [words.meals, content.meals.map((meal) => `${meal.name} ${time(meal.time)}`).join(', ')],
  ],
  sunrise: ({ words, content, time }) => [[words.sunrise, time(content.sunrise)]],
  sunset: ({ words, content, time }) => [[words.sunset, time(content.sunset)]],
  weather: ({ words, content: { weather } }) => [
    [
      words.weather,
      `${weather.summary}, ${weather.lowCelsius}/${weather.highCelsius} °C, ${words.wind} ${weather.windMetresPerSecond} m/s, ${words.rain} ${weather.rainPercent} %`,
    ],
  ],
  locations: ({ words, content: { locations } }) =>
    locations.map(
      ({ name, address }, index): Pair => [
        locations.length > 1 ? `${words.location} ${index + 1}` : words.location,
        `${name}, ${address}`,
      ],
    ),
  locationLines: ({ words, content: { locations } }) =>
    locations.map(
      ({ name, address }, index): Pair => [
        locations.length > 1 ? `${words.location} ${index + 1}` : words.location,
        `${name}\n${address}`,
      ],
    ),
  locationPairs: ({ words, content: { locations } }) =>
    locations.flatMap(({ name, address }, index): Pair[] => [
      [locations.length > 1 ? `${words.location} ${index + 1}` : words.location, name],
      [words.address, address],
    ]),
  base: ({ words, content }) => [[words.base, content.unitBase]],
  parking: ({ words, content }) => [[words.parking, content.parking]],
  hospital: ({ words, content: { hospital } }) => [
    [words.hospital, `${hospital.name}, ${hospital.address}, Tel. ${hospital.phone}`],
  ],
  hospitalLines: ({ words, content: { hospital } }) => [
    [words.hospital, `${hospital.name}\n${hospital.address}\n${hospital.phone}`],
  ],
  pickUps: ({ words, content, time }) =>
    content.pickUps.map(
      (pickUp): Pair => [
        words.pickUp,
        `${time(pickUp.time)} ${pickUp.vendor}, ${pickUp.address} (${pickUp.what})`,
      ],
    ),
} satisfies Record<string, (sheet: FormSheet) => readonly Pair[]>

export type FactName = keyof typeof facts
