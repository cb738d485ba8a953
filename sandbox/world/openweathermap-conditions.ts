import { round, type WeatherKind, type WeatherSample } from './weather-model.ts'

const conditions: Record<
  WeatherKind,
  [id: number, main: string, description: string, polish: string, icon: string]
> = {
  fair: [801, 'Clouds', 'few clouds', 'pochmurno z przejaśnieniami', '02'],
  overcast: [804, 'Clouds', 'overcast clouds', 'zachmurzenie duże', '04'],
  rain: [501, 'Rain', 'moderate rain', 'umiarkowane opady deszczu', '10'],
  snow: [601, 'Snow', 'snow', 'śnieg', '13'],
  fog: [741, 'Fog', 'fog', 'mgła', '50'],
  storm: [211, 'Thunderstorm', 'thunderstorm', 'burza', '11'],
  frost: [800, 'Clear', 'clear sky', 'bezchmurnie', '01'],
  heat: [800, 'Clear', 'clear sky', 'bezchmurnie', '01'],
}

export type Units = 'standard' | 'metric' | 'imperial'

/** The parts of an answer that all endpoints share. */
export function conditionBlocks(
  sample: WeatherSample,
  { units, language }: { units: Units; language: string },
) {
  const [id, main, english, polish, icon] = conditions[sample.kind]
  const description = language === 'pl' ? polish : english
  const fallen = { '1h': sample.precipitationMillimetres }
  const isSnow = sample.snowfallCentimetres > 0
  return {
    weather: [{ id, main, description, icon: `${icon}${sample.isDay ? 'd' : 'n'}` }],
    main: {
      temp: degrees(sample.temperatureCelsius, units),
      feels_like: degrees(sample.feelsLikeCelsius, units),
      pressure: Math.round(sample.pressureHectopascals),
      humidity: sample.humidity,
    },
    visibility: Math.min(10_000, sample.visibilityMetres),
    wind: {
      speed: speed(sample.windMetresPerSecond, units),
      deg: sample.windDirection,
      gust: speed(sample.gustMetresPerSecond, units),
    },
    clouds: { all: sample.cloudCover },
    rain: fallen['1h'] > 0 && !isSnow ? fallen : undefined,
    snow: isSnow ? fallen : undefined,
  }
}

export function degrees(celsius: number, units: Units): number {
  if (units === 'imperial') return round(celsius * 1.8 + 32, 2)
  return round(units === 'metric' ? celsius : celsius + 273.15, 2)
}

function speed(metresPerSecond: number, units: Units): number {
  return units === 'imperial' ? round(metresPerSecond * 2.236_94, 2) : metresPerSecond
}
