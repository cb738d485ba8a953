import { z } from 'zod'
import {
  defineContract,
  event,
  Instant,
  Language,
  PageQuery,
  PlainTime,
  pageOf,
  route,
  TimeZone,
} from '#kernel'

/**
 * The minutes a crew member plans around the drives (PRODUCT 1.4). The order is the order of the day:
 * the morning at home, loading at the equipment house, reserve for traffic, finding a place to park, walking in.
 */
export const bufferFields = {
  morningRoutineMinutes: { default: 45, min: 0, max: 120, meaning: 'From waking up to leaving home' },
  carChangeMinutes: {
    default: 15,
    min: 0,
    max: 60,
    meaning: 'At the equipment house: loading, changing cars',
  },
  trafficMinutes: { default: 20, min: 0, max: 60, meaning: 'Reserve on the drive that ends at the location' },
  parkingMinutes: { default: 10, min: 0, max: 30, meaning: 'From reaching the location to standing parked' },
  entryMinutes: { default: 10, min: 0, max: 30, meaning: 'From the parked car to being on set' },
} as const

export type BufferField = keyof typeof bufferFields

function minutes(field: BufferField) {
  const { min, max, meaning } = bufferFields[field]
  return z.int().min(min).max(max).describe(`${meaning}, minutes`)
}

/** A full set of buffers, each in whole minutes within its range. */
export const Buffers = z.object({
  morningRoutineMinutes: minutes('morningRoutineMinutes'),
  carChangeMinutes: minutes('carChangeMinutes'),
  trafficMinutes: minutes('trafficMinutes'),
  parkingMinutes: minutes('parkingMinutes'),
  entryMinutes: minutes('entryMinutes'),
})
export type Buffers = z.output<typeof Buffers>

export const BufferPreset = z.enum(['conservative', 'standard', 'minimal'])
export type BufferPreset = z.output<typeof BufferPreset>

/** The presets of PRODUCT 1.4; there they read car change / parking / entry / traffic / morning routine. */
export const bufferPresets: Readonly<Record<BufferPreset, Readonly<Buffers>>> = {
  conservative: {
    morningRoutineMinutes: 60,
    carChangeMinutes: 20,
    trafficMinutes: 30,
    parkingMinutes: 15,
    entryMinutes: 15,
  },
  standard: {
    morningRoutineMinutes: 45,
    carChangeMinutes: 15,
    trafficMinutes: 20,
    parkingMinutes: 10,
    entryMinutes: 10,
  },
  minimal: {
    morningRoutineMinutes: 30,
    carChangeMinutes: 10,
    trafficMinutes: 15,
    parkingMinutes: 5,
    entryMinutes: 5,
  },
}

export const Address = z.string().trim().min(3).max(300)
/** A place of the user's. `found` is null until the map has been asked. */
export const SavedPlace = z
  .object({
    address: Address,
    found: z.boolean().nullable().describe('Has the map found it? Null until it has been asked'),
  })
  .meta({ id: 'SavedPlace' })
export const EquipmentStop = SavedPlace.extend({
  name: z.string().max(120),
  opensAt: PlainTime.nullable(),
}).meta({ id: 'EquipmentStop' })

export const Channel = z.enum(['in-app', 'email', 'sms', 'push', 'telegram']).meta({ id: 'Channel' })
export type Channel = z.output<typeof Channel>
export const NotificationKind = z
  .enum([
    'schedule-ready',
    'schedule-changed',
    'schedule-cancelled',
    'needs-review',
    'weather-warning',
    'leave-earlier',
    'wake-up',
    'departure',
    'processing-error',
    'mailbox-disconnected',
    'reminder',
    'booking-held',
    'booking-confirmed',
    'booking-cancelled',
    'booking-expired',
    'payment-receipt',
    'payment-failed',
    'payment-refunded',
    'system-alert',
  ])
  .meta({ id: 'NotificationKind' })
export type NotificationKind = z.output<typeof NotificationKind>

export const NotificationPreferences = z
  .object({
    channels: z
      .partialRecord(NotificationKind, z.array(Channel).max(5))
      .describe('Channels by kind; a kind left out follows its priority'),
    quietHours: z
      .object({ from: PlainTime, to: PlainTime })
      .nullable()
      .describe('Local time; what is not critical waits until they end'),
    eveningAt: PlainTime.describe('When the summary of the next day goes out, local time'),
  })
  .meta({ id: 'NotificationPreferences' })

export const UserSettings = z
  .object({
    userId: z.uuid(),
    version: z.int(),
    home: SavedPlace.nullable(),
    stop: EquipmentStop.nullable().describe('Equipment house on the way; none when null'),
    buffers: Buffers,
    language: Language,
    timeZone: TimeZone,
    crewName: z.string().max(120).nullable().describe('My name as call sheets print it'),
    crewRole: z.string().max(120).nullable(),
    crewDepartment: z.string().max(120).nullable(),
    eventVisibility: z.enum(['private', 'default', 'public']),
    notifications: NotificationPreferences,
  })
  .meta({ id: 'UserSettings' })
export type UserSettings = z.output<typeof UserSettings>

const SettingsPatch = z.object({
  home: z.object({ address: Address }).nullable().optional(),
  stop: z
    .object({
      name: z.string().trim().min(1).max(120),
      address: Address,
      opensAt: PlainTime.nullable().default(null),
    })
    .nullable()
    .optional(),
  buffers: Buffers.partial().optional(),
  preset: BufferPreset.optional().describe('Sets all buffers; single ones given beside it win'),
  language: Language.optional(),
  timeZone: TimeZone.optional(),
  crewName: z.string().trim().max(120).nullable().optional(),
  crewRole: z.string().trim().max(120).nullable().optional(),
  crewDepartment: z.string().trim().max(120).nullable().optional(),
  eventVisibility: z.enum(['private', 'default', 'public']).optional(),
  notifications: NotificationPreferences.partial().optional(),
})

export const CredentialName = z
  .enum([
    'google-maps',
    'openweathermap',
    'twilio',
    'sendgrid',
    'google-oauth',
    'openai',
    'anthropic',
    'gemini',
    'openrouter',
  ])
  .meta({ id: 'CredentialName' })
/** Visible ASCII: whatever a header, a URL or a form can carry. */
const ProviderSecret = z
  .string()
  .trim()
  .regex(/^[!-~]{8,4000}$/, { error: '8 to 4000 visible ASCII characters without spaces' })
export const Credential = z
  .object({
    name: CredentialName,
    setAt: Instant,
    hint: z.string().describe('Last four characters'),
    valid: z.boolean().nullable(),
    checkedAt: Instant.nullable(),
    latencyMs: z.number().nullable(),
  })
  .meta({ id: 'Credential', description: 'A provider key; its value is never shown again' })

/** What changed about a user, by field name. Addresses stay out of events: who needs them asks `settingsOf`. */
export const settingsUpdated = event(
  'config',
  'settings.updated',
  z.object({ userId: z.uuid(), version: z.int(), fields: z.array(z.string()) }),
)
export const credentialChanged = event(
  'config',
  'credential.changed',
  z.object({ name: CredentialName, version: z.int() }),
)

export const config = defineContract('config', {
  about: 'Settings of users and of the system, and encrypted provider keys.',
  permissions: {
    'settings:read': 'See my settings',
    'settings:write': 'Change my settings',
    'config:read': 'See system settings and which provider keys are set',
    'config:write': 'Set and test provider keys',
  },
  routes: {
    mySettings: route({
      method: 'GET',
      path: '/config/settings',
      summary: 'My settings',
      allow: 'settings:read',
      output: UserSettings,
    }),
    updateMySettings: route({
      method: 'PATCH',
      path: '/config/settings',
      summary: 'Change my settings',
      allow: 'settings:write',
      input: SettingsPatch,
      output: UserSettings,
      description:
        'A new address is looked up on the map right after; `found` tells the outcome. To check one before saving it, ask `GET /routes/places`.',
    }),
    listBuffers: route({
      method: 'GET',
      path: '/config/buffers',
      summary: 'Buffers: fields, ranges and presets',
      allow: 'public',
      output: z.object({
        fields: z.record(
          z.string(),
          z.object({ default: z.int(), min: z.int(), max: z.int(), meaning: z.string() }),
        ),
        presets: z.record(z.string(), Buffers),
      }),
    }),
    settingsOf: route({
      method: 'GET',
      path: '/config/users/{userId}/settings',
      summary: 'Settings of a user',
      allow: 'service',
      input: z.object({ userId: z.uuid() }),
      output: UserSettings,
    }),
    listCredentials: route({
      method: 'GET',
      path: '/config/credentials',
      summary: 'Which provider keys are set',
      allow: 'config:read',
      input: PageQuery,
      output: pageOf(Credential),
    }),
    setCredential: route({
      method: 'PUT',
      path: '/config/credentials/{name}',
      summary: 'Set a provider key',
      allow: 'config:write',
      idempotent: true,
      input: z.object({ name: CredentialName, secret: ProviderSecret }),
      output: Credential,
      description:
        'google-maps, openweathermap, sendgrid, openai, anthropic, gemini, openrouter: the API key. google-oauth: `client id:client secret`. twilio: `account SID:auth token:+number of the sender`.',
    }),
    deleteCredential: route({
      method: 'DELETE',
      path: '/config/credentials/{name}',
      summary: 'Remove a provider key',
      allow: 'config:write',
      input: z.object({ name: CredentialName }),
    }),
    testCredential: route({
      method: 'POST',
      path: '/config/credentials/{name}/test',
      summary: 'Test a provider key by a real call',
      allow: 'config:write',
      input: z.object({ name: CredentialName }),
      output: z.object({ valid: z.boolean(), latencyMs: z.number(), detail: z.string().nullable() }),
      problems: { 'config.provider-unavailable': 503 },
    }),
    credentialOf: route({
      method: 'GET',
      path: '/config/credentials/{name}/secret',
      summary: 'The key itself, for the service that calls the provider',
      allow: 'service',
      input: z.object({ name: CredentialName }),
      output: z.object({ secret: z.string().nullable() }),
    }),
  },
  events: { settingsUpdated, credentialChanged },
})
