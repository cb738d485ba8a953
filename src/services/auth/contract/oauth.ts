import { z } from 'zod'
import { route } from '#kernel'

/** What another program may be allowed to do for a user at /mcp, with a sentence for the page that asks. */
export const scopes = {
  'schedule:read': {
    en: 'See your shooting days and their times',
    pl: 'Zobaczyć twoje dni zdjęciowe i ich godziny',
  },
  'schedule:update': { en: 'Confirm your shooting days', pl: 'Potwierdzać twoje dni zdjęciowe' },
  'route:read': { en: 'See your routes', pl: 'Zobaczyć twoje trasy' },
  'weather:read': { en: 'See the forecast of your days', pl: 'Zobaczyć prognozę na twoje dni' },
  'showtime:read': { en: 'See showtimes and free seats', pl: 'Zobaczyć seanse i wolne miejsca' },
  'booking:read': { en: 'See your bookings', pl: 'Zobaczyć twoje rezerwacje' },
  'booking:create': { en: 'Hold cinema seats for you', pl: 'Rezerwować dla ciebie miejsca w kinie' },
  'reminder:read': { en: 'See your reminders', pl: 'Zobaczyć twoje przypomnienia' },
  'reminder:write': {
    en: 'Make, snooze and end reminders for you',
    pl: 'Ustawiać, odkładać i kończyć twoje przypomnienia',
  },
  'calendar:read': {
    en: 'See your calendar and when you have time',
    pl: 'Zobaczyć twój kalendarz i kiedy masz czas',
  },
  'calendar:write': { en: 'Add events to your calendar', pl: 'Dodawać wydarzenia do twojego kalendarza' },
  'email:read': {
    en: 'See your newest mail: senders, subjects, first sentences',
    pl: 'Zobaczyć twoją najnowszą pocztę: nadawców, tematy, pierwsze zdania',
  },
  'ai:complete': {
    en: 'See how much you have used of language models',
    pl: 'Zobaczyć, ile korzystasz z modeli językowych',
  },
} as const
export type Scope = keyof typeof scopes
export const scopeNames = Object.keys(scopes) as Scope[]

/** The one protected resource that other programs are let to, as tokens name it (RFC 8707). */
export const mcpResource = (publicUrl: string) => `${publicUrl}/mcp`

const text = z.string().max(2_000).optional()
const AuthorizeQuery = z.object({
  response_type: text,
  client_id: text,
  redirect_uri: text,
  code_challenge: text,
  code_challenge_method: text,
  state: text,
  scope: text,
  resource: text,
})
export type AuthorizeQuery = z.output<typeof AuthorizeQuery>

const formBytes = 16 * 1024

/** The authorization server of /mcp: OAuth 2.1 for programs without a secret. */
export const oauthRoutes = {
  oauthMetadata: route({
    method: 'GET',
    path: '/.well-known/oauth-authorization-server',
    summary: 'What the authorization server can do (RFC 8414)',
    allow: 'public',
    atRoot: true,
    output: z.record(z.string(), z.unknown()),
  }),
  oauthRegister: route({
    method: 'POST',
    path: '/auth/oauth/clients',
    summary: 'A program registers itself (RFC 7591)',
    allow: 'public',
    kind: 'raw',
    rate: 'sign-in',
    bodyLimitBytes: formBytes,
    consumes: 'application/json',
    produces: 'application/json',
  }),
  oauthAuthorize: route({
    method: 'GET',
    path: '/auth/oauth/authorize',
    summary: 'The page on which a user lets a program in',
    allow: 'public',
    kind: 'raw',
    input: AuthorizeQuery,
    produces: 'text/html',
  }),
  oauthConsent: route({
    method: 'POST',
    path: '/auth/oauth/authorize',
    summary: 'The answer given on that page',
    allow: 'public',
    kind: 'raw',
    rate: 'sign-in',
    bodyLimitBytes: formBytes,
    consumes: 'application/x-www-form-urlencoded',
    produces: 'text/html',
  }),
  oauthToken: route({
    method: 'POST',
    path: '/auth/oauth/token',
    summary: 'Tokens for a code or a refresh token (RFC 6749)',
    allow: 'public',
    kind: 'raw',
    rate: 'sign-in',
    bodyLimitBytes: formBytes,
    consumes: 'application/x-www-form-urlencoded',
    produces: 'application/json',
  }),
}
