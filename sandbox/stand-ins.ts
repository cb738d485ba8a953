import { gmail } from './world/gmail.ts'
import { type GoogleCalendar, googleCalendar } from './world/google-calendar.ts'
import { GoogleEmulator } from './world/google-emulator.ts'
import { googleMaps } from './world/google-maps.ts'
import { googleOAuth } from './world/google-oauth.ts'
import { GoogleTokens } from './world/google-tokens.ts'
import { type LanguageModel, languageModel } from './world/language-model.ts'
import { Mailbox } from './world/mailbox.ts'
import { nominatim } from './world/nominatim.ts'
import { openMeteo } from './world/open-meteo.ts'
import { openWeatherMap } from './world/openweathermap.ts'
import { osrm } from './world/osrm.ts'
import { type PaymentStandIn, simulatedPayments } from './world/payment-simulated.ts'
import { stripePayments } from './world/payment-stripe.ts'
import { type Push, push } from './world/push.ts'
import { type SendGrid, sendGrid } from './world/sendgrid.ts'
import { type Telegram, telegram } from './world/telegram.ts'
import { type Twilio, twilio } from './world/twilio.ts'
import { WeatherModel } from './world/weather-model.ts'
import type { StandIn, World } from './world/world.ts'

/** Everything the sandbox stands in for over HTTP, and what they share. */
export interface StandIns {
  all: StandIn[]
  mailbox: Mailbox
  tokens: GoogleTokens
  emulator: GoogleEmulator
  weather: WeatherModel
  calendar: GoogleCalendar
  twilio: Twilio
  sendGrid: SendGrid
  push: Push
  simulatedPayments: PaymentStandIn
  stripe: PaymentStandIn
  languageModel: LanguageModel
  telegram: Telegram
}

export function createStandIns(world: World): StandIns {
  const mailbox = new Mailbox(world)
  const tokens = new GoogleTokens(world)
  const emulator = new GoogleEmulator(world, mailbox)
  const weather = new WeatherModel()
  const shared = { mailbox, tokens, emulator, weather }
  const named = {
    calendar: googleCalendar(world, tokens),
    twilio: twilio(world),
    sendGrid: sendGrid(world, mailbox),
    push: push(world),
    simulatedPayments: simulatedPayments(world),
    stripe: stripePayments(world),
    languageModel: languageModel(),
    telegram: telegram(world),
  }
  const others = [
    googleOAuth(emulator, tokens),
    gmail(emulator, tokens),
    googleMaps(world),
    osrm(world),
    nominatim(),
    openWeatherMap(world, weather),
    openMeteo(world, weather),
  ]
  return { all: [...Object.values(named), ...others], ...shared, ...named }
}
