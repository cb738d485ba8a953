import { type Context, Hono } from 'hono'
import { conditionBlocks, degrees, type Units } from './openweathermap-conditions.ts'
import { sunTimes, zoneOf } from './sun.ts'
import { nearestPlace, type Position } from './warsaw.ts'
import { round, type WeatherModel, type WeatherSample } from './weather-model.ts'
import { credentials, type StandIn, type StandInApp, type World } from './world.ts'

/** One question: where, in which units and language. */
interface Question {
  position: Position
  zone: string
  units: Units
  language: string
}

/** OpenWeatherMap: current weather and forecast (2.5), One Call and its time machine (3.0). Default units: kelvin. */
export function openWeatherMap(world: World, weather: WeatherModel): StandIn {
  const app: StandInApp = new Hono()
  app.use(async (context, next) => {
    if (context.req.query('appid') === credentials.openWeatherMapKey) return next()
    return context.json(errorBody(401), 401)
  })
  const answer =
    (build: (question: Question, context: Context) => object | undefined) => (context: Context) => {
      const question = readQuestion(context)
      if (!question) return context.json({ cod: '400', message: 'Nothing to geocode' }, 400)
      const built = build(question, context)
      return built
        ? context.json(built)
        : context.json({ cod: '400', message: 'requested time is out of range' }, 400)
    }
  app.get(
    '/data/2.5/weather',
    answer((question) => currentAnswer(world, weather, question)),
  )
  app.get(
    '/data/2.5/forecast',
    answer((question, context) => forecastAnswer(world, weather, question, context)),
  )
  app.get(
    '/data/3.0/onecall',
    answer((question, context) => oneCallAnswer(world, weather, question, context)),
  )
  app.get(
    '/data/3.0/onecall/timemachine',
    answer((question, context) => timeMachineAnswer(world, weather, question, context)),
  )
  app.notFound((context) => context.json({ cod: '404', message: 'Internal error' }, 404))
  return { name: 'openweathermap', app, refusal: errorBody, reset: () => weather.clear() }
}

function errorBody(status: number): object {
  const messages: Record<number, string> = {
    401: 'Invalid API key. Please see https://openweathermap.org/faq#error401 for more info.',
    429: 'Your account is temporary blocked due to exceeding of requests limitation of your subscription type.',
  }
  return { cod: status, message: messages[status] ?? 'The sandbox was told to fail.' }
}

function readQuestion(context: Context): Question | undefined {
  const query = context.req.query()
  const [latitude, longitude] = [Number(query.lat ?? Number.NaN), Number(query.lon ?? Number.NaN)]
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return undefined
  const position = { latitude, longitude }
  const units: Units = query.units === 'metric' || query.units === 'imperial' ? query.units : 'standard'
  return { position, zone: zoneOf(position), units, language: query.lang ?? 'en' }
}

function currentAnswer(world: World, weather: WeatherModel, question: Question): object {
  const now = world.clock.now()
  const sample = weather.at(question.position, now, question.zone)
  const local = now.toZonedDateTimeISO(question.zone)
  const sun = sunTimes(local.toPlainDate(), question.zone, question.position)
  return {
    coord: coordinates(question),
    base: 'stations',
    ...conditionBlocks(sample, question),
    dt: seconds(now),
    sys: { country: 'PL', sunrise: sun.rise && seconds(sun.rise), sunset: sun.set && seconds(sun.set) },
    timezone: local.offsetNanoseconds / 1e9,
    id: 756135,
    name: cityName(question),
    cod: 200,
  }
}

function forecastAnswer(world: World, weather: WeatherModel, question: Question, context: Context): object {
  const now = world.clock.now()
  const step = 3 * 3600
  const first = Math.ceil(seconds(now) / step) * step
  const count = Math.min(40, Math.max(1, Number(context.req.query('cnt') ?? 40) || 40))
  const list = Array.from({ length: count }, (_, index) => {
    const instant = instantAt(first + index * step)
    const sample = weather.at(question.position, instant, question.zone)
    const { rain, snow, ...rest } = conditionBlocks(sample, question)
    return {
      dt: seconds(instant),
      ...rest,
      pop: sample.precipitationProbability / 100,
      ...(rain ? { rain: { '3h': round(rain['1h'] * 3, 2) } } : {}),
      ...(snow ? { snow: { '3h': round(snow['1h'] * 3, 2) } } : {}),
      sys: { pod: sample.isDay ? 'd' : 'n' },
      dt_txt: instant.toString().replace('T', ' ').slice(0, 19),
    }
  })
  const offset = now.toZonedDateTimeISO(question.zone).offsetNanoseconds / 1e9
  const city = {
    id: 756135,
    name: cityName(question),
    coord: coordinates(question),
    country: 'PL',
    timezone: offset,
  }
  return { cod: '200', message: 0, cnt: count, list, city }
}

function oneCallAnswer(world: World, weather: WeatherModel, question: Question, context: Context): object {
  const excluded = new Set((context.req.query('exclude') ?? '').split(','))
  const now = world.clock.now()
  const hour = Math.floor(seconds(now) / 3600) * 3600
  const today = now.toZonedDateTimeISO(question.zone).toPlainDate()
  const answer: Record<string, unknown> = oneCallHead(now, question)
  if (!excluded.has('current')) answer.current = oneCallSample(weather, question, now)
  if (!excluded.has('hourly')) {
    answer.hourly = Array.from({ length: 48 }, (_, index) =>
      oneCallSample(weather, question, instantAt(hour + index * 3600), true),
    )
  }
  if (!excluded.has('daily')) {
    answer.daily = Array.from({ length: 8 }, (_, index) =>
      dailySample(weather, question, today.add({ days: index })),
    )
  }
  const alerts = excluded.has('alerts') ? [] : alertsFor(weather, question, today)
  if (alerts.length > 0) answer.alerts = alerts
  return answer
}

function timeMachineAnswer(
  world: World,
  weather: WeatherModel,
  question: Question,
  context: Context,
): object | undefined {
  const wanted = Number(context.req.query('dt'))
  const now = world.clock.now()
  // From 1979 to four days ahead, by the reference of the time machine.
  if (!Number.isFinite(wanted) || wanted < 283_996_800 || wanted > seconds(now) + 4 * 86_400) return undefined
  const instant = instantAt(Math.trunc(wanted))
  return { ...oneCallHead(instant, question), data: [oneCallSample(weather, question, instant)] }
}

function oneCallHead(instant: Temporal.Instant, question: Question): Record<string, unknown> {
  const { latitude: lat, longitude: lon } = question.position
  return {
    lat,
    lon,
    timezone: question.zone,
    timezone_offset: instant.toZonedDateTimeISO(question.zone).offsetNanoseconds / 1e9,
  }
}

function oneCallSample(
  weather: WeatherModel,
  question: Question,
  instant: Temporal.Instant,
  isForecast = false,
): object {
  const sample = weather.at(question.position, instant, question.zone)
  const { main, wind, weather: condition, rain, snow } = conditionBlocks(sample, question)
  const sun = sunTimes(
    instant.toZonedDateTimeISO(question.zone).toPlainDate(),
    question.zone,
    question.position,
  )
  return {
    dt: seconds(instant),
    ...(isForecast ? {} : { sunrise: sun.rise && seconds(sun.rise), sunset: sun.set && seconds(sun.set) }),
    temp: main.temp,
    feels_like: main.feels_like,
    pressure: main.pressure,
    humidity: main.humidity,
    dew_point: degrees(sample.dewPointCelsius, question.units),
    uvi: sample.uvIndex,
    clouds: sample.cloudCover,
    visibility: Math.min(10_000, sample.visibilityMetres),
    wind_speed: wind.speed,
    wind_gust: wind.gust,
    wind_deg: wind.deg,
    weather: condition,
    ...(isForecast ? { pop: sample.precipitationProbability / 100 } : {}),
    ...(rain ? { rain } : {}),
    ...(snow ? { snow } : {}),
  }
}

function dailySample(weather: WeatherModel, question: Question, date: Temporal.PlainDate): object {
  const at = (hour: number) => {
    const moment = date.toZonedDateTime({ timeZone: question.zone, plainTime: { hour } })
    return weather.at(question.position, moment.toInstant(), question.zone)
  }
  const hours = Array.from({ length: 24 }, (_, hour) => at(hour))
  const noon = at(12)
  const shown = (sample: WeatherSample) => degrees(sample.temperatureCelsius, question.units)
  const felt = (sample: WeatherSample) => degrees(sample.feelsLikeCelsius, question.units)
  const { wind, weather: condition, main } = conditionBlocks(noon, question)
  const sun = sunTimes(date, question.zone, question.position)
  const fallen = round(
    hours.reduce((sum, hour) => sum + hour.precipitationMillimetres, 0),
    2,
  )
  return {
    dt: seconds(date.toZonedDateTime({ timeZone: question.zone, plainTime: '12:00' }).toInstant()),
    sunrise: sun.rise && seconds(sun.rise),
    sunset: sun.set && seconds(sun.set),
    temp: {
      day: shown(noon),
      min: Math.min(...hours.map(shown)),
      max: Math.max(...hours.map(shown)),
      night: shown(at(0)),
      eve: shown(at(18)),
      morn: shown(at(6)),
    },
    feels_like: { day: felt(noon), night: felt(at(0)), eve: felt(at(18)), morn: felt(at(6)) },
    pressure: main.pressure,
    humidity: main.humidity,
    dew_point: degrees(noon.dewPointCelsius, question.units),
    wind_speed: wind.speed,
    wind_gust: wind.gust,
    wind_deg: wind.deg,
    weather: condition,
    clouds: noon.cloudCover,
    pop: noon.precipitationProbability / 100,
    uvi: Math.max(...hours.map((hour) => hour.uvIndex)),
    ...(fallen > 0 ? { [noon.kind === 'snow' ? 'snow' : 'rain']: fallen } : {}),
  }
}

function alertsFor(weather: WeatherModel, question: Question, today: Temporal.PlainDate): object[] {
  return [today, today.add({ days: 1 })].flatMap((date) => {
    const noon = date.toZonedDateTime({ timeZone: question.zone, plainTime: '12:00' }).toInstant()
    if (weather.at(question.position, noon, question.zone).kind !== 'storm') return []
    const start = date.toZonedDateTime(question.zone).toInstant()
    return [
      {
        sender_name: 'IMGW-PIB',
        event: 'Burze',
        start: seconds(start),
        end: seconds(start) + 86_400,
        description: 'Prognozuje się wystąpienie burz z porywami wiatru do 90 km/h.',
        tags: ['Thunderstorm'],
      },
    ]
  })
}

function coordinates({ position }: Question): object {
  return { lon: position.longitude, lat: position.latitude }
}

function cityName({ position }: Question): string {
  return (
    nearestPlace(position, 20_000)
      ?.address.split(',')
      .at(-1)
      ?.trim()
      .replace(/^\d{2}-\d{3}\s*/, '') ?? ''
  )
}

function seconds(instant: Temporal.Instant): number {
  return Math.floor(instant.epochMilliseconds / 1000)
}

function instantAt(epochSeconds: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1000)
}
