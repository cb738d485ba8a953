import { managerEmail } from './cinema/furnish.ts'
import { accounts } from './world/mailbox.ts'
import { credentials } from './world/world.ts'

interface Doors {
  origin: string
  smtp: { port: number }
  imap: { port: number }
}

/** With these Stripe takes the money instead of the simulated gateway; the sandbox stands in for both. */
export const stripeSettings = {
  STRIPE_SECRET_KEY: credentials.stripeSecretKey,
  STRIPE_WEBHOOK_SECRET: credentials.stripeWebhookSecret,
  STRIPE_PUBLISHABLE_KEY: credentials.stripePublishableKey,
}

/** With this the product asks the sandbox's language model about call sheets; it believes and obeys whatever it reads. */
export const languageModelSettings = { PDF_MODEL: 'klaps-sandbox' }

/** The product's settings by which it finds the stand-ins instead of the world. */
export function settingsFor({ origin, smtp, imap }: Doors): Record<string, string> {
  const [person] = accounts
  const smtpUser = `${credentials.smtpUser}:${credentials.smtpPassword}`
  return {
    GOOGLE_CLIENT_ID: credentials.googleClientId,
    GOOGLE_CLIENT_SECRET: credentials.googleClientSecret,
    GOOGLE_OAUTH_URL: `${origin}/google-oauth`,
    GMAIL_API_URL: `${origin}/gmail`,
    GOOGLE_CALENDAR_API_URL: `${origin}/google-calendar`,
    GOOGLE_ROUTES_URL: `${origin}/google-maps`,
    GOOGLE_GEOCODING_URL: `${origin}/google-maps`,
    GOOGLE_MAPS_API_KEY: credentials.googleMapsKey,
    OSRM_URL: `${origin}/osrm`,
    NOMINATIM_URL: `${origin}/nominatim`,
    OPENWEATHERMAP_URL: `${origin}/openweathermap`,
    OPENWEATHERMAP_API_KEY: credentials.openWeatherMapKey,
    OPEN_METEO_URL: `${origin}/open-meteo`,
    OPEN_METEO_ARCHIVE_URL: `${origin}/open-meteo`,
    TWILIO_URL: `${origin}/twilio`,
    TWILIO_ACCOUNT_SID: credentials.twilioAccountSid,
    TWILIO_AUTH_TOKEN: credentials.twilioAuthToken,
    TWILIO_FROM: credentials.twilioFrom,
    SENDGRID_URL: `${origin}/sendgrid`,
    SENDGRID_API_KEY: credentials.sendGridKey,
    SIMULATED_GATEWAY_URL: `${origin}/simulated-gateway`,
    SIMULATED_GATEWAY_KEY: credentials.simulatedGatewayKey,
    SIMULATED_GATEWAY_WEBHOOK_SECRET: credentials.simulatedWebhookSecret,
    STRIPE_API_URL: origin,
    AI_SANDBOX_URL: `${origin}/language-model/v1`,
    AI_SANDBOX_KEY: credentials.languageModelKey,
    TELEGRAM_API_URL: `${origin}/telegram`,
    TELEGRAM_LINK_URL: `${origin}/telegram/open/`,
    TELEGRAM_BOT_TOKEN: credentials.telegramToken,
    SMTP_URL: `smtp://${smtpUser}@127.0.0.1:${smtp.port}`,
    SMTP_FROM: credentials.smtpFrom,
    KLAPS_ADMIN_EMAIL: managerEmail,
    SANDBOX_IMAP_HOST: '127.0.0.1',
    SANDBOX_IMAP_PORT: String(imap.port),
    SANDBOX_IMAP_USER: person?.email ?? '',
    SANDBOX_IMAP_PASSWORD: person?.password ?? '',
  }
}
