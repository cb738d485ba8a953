import { cors } from 'hono/cors'
import type { KernelSettings } from '../settings.ts'

/** What a browser may do with an answer, and which other sites may read it. */

const sources = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'font-src': "'self' data:",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
  'base-uri': "'none'",
}

/** What a page may load and speak to. `more`: other sources besides, by directive, for the page that needs them. */
export const contentSecurityPolicy = (more: Readonly<Record<string, string>> = {}): string =>
  [...new Set([...Object.keys(sources), ...Object.keys(more)])]
    .map((name) => [name, Reflect.get(sources, name), more[name]].filter(Boolean).join(' '))
    .join('; ')

/** The set of the OWASP Secure Headers Project. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy(),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'strict-transport-security': 'max-age=15552000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
}

/** What a script on another origin may read of an answer besides its body. */
export const exposedHeaders = [
  'ETag',
  'Idempotency-Replayed',
  'Location',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'Retry-After',
  'X-Request-Id',
]

/** The origins that may call the API from a browser, besides our own. */
export const listedOrigins = (settings: KernelSettings): ReadonlySet<string> =>
  new Set(
    settings.KLAPS_CORS_ORIGINS.split(',')
      .map((each) => each.trim())
      .filter(Boolean),
  )

/** Answers the question that a browser asks before it calls from another origin. */
export function preflight(settings: KernelSettings) {
  const origins = listedOrigins(settings)
  return cors({
    origin: (origin) => (origins.has(origin) ? origin : null),
    allowHeaders: [
      'Authorization',
      'Booking-Token',
      'Content-Type',
      'Idempotency-Key',
      'If-None-Match',
      'Last-Event-ID',
      'X-Correlation-Id',
      'X-Request-Id',
    ],
    exposeHeaders: exposedHeaders,
    maxAge: 600,
  })
}
