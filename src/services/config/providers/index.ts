import type { z } from 'zod'
import type { CredentialName } from '../contract.ts'
import { googleMaps } from './google-maps.ts'
import { googleOAuth } from './google-oauth.ts'
import { languageModels } from './language-models.ts'
import { openWeatherMap } from './openweathermap.ts'
import { sendGrid } from './sendgrid.ts'
import { twilio } from './twilio.ts'
import type { KeyCheck } from './types.ts'

const checks: Readonly<Record<z.output<typeof CredentialName>, KeyCheck>> = {
  'google-maps': googleMaps,
  openweathermap: openWeatherMap,
  twilio,
  sendgrid: sendGrid,
  'google-oauth': googleOAuth,
  ...languageModels,
}

export const checksOf = (name: z.output<typeof CredentialName>): KeyCheck => checks[name]
