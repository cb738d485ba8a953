import { randomBytes } from 'node:crypto'
import { accounts } from './mailbox.ts'
import type { World } from './world.ts'

interface AccessToken {
  email: string
  expiresAtMs: number
}

interface Grant {
  email: string
  scope: string
}

const maximumTokens = 1000

/** Access tokens live an hour, as Google's do. */
export const accessTokenSeconds = 3600

/** Which Google tokens are good, shared by OAuth (which issues), Gmail and Calendar (which ask). */
export class GoogleTokens {
  readonly #world: World
  #access = new Map<string, AccessToken>()
  #grants = new Map<string, Grant>()

  constructor(world: World) {
    this.#world = world
    const kept = world.store.section('google-tokens', () => ({
      access: [...this.#access],
      grants: [...this.#grants],
    }))
    this.#access = new Map(kept?.access ?? [])
    this.#grants = new Map(kept?.grants ?? [])
  }

  /** A refresh token and everything it will ever mint, until revoked. */
  grant(
    email: string,
    scope: string,
    refreshToken = `1//sandbox-${randomBytes(24).toString('base64url')}`,
  ): string {
    this.#grants.set(refreshToken, { email, scope })
    this.#trim(this.#grants)
    return refreshToken
  }

  grantOf(refreshToken: string): Grant | undefined {
    return this.#grants.get(refreshToken)
  }

  /** A new access token for this person, good for `accessTokenSeconds` of the sandbox clock. */
  issue(email: string, token = `ya29.sandbox-${randomBytes(24).toString('base64url')}`): string {
    const expiresAtMs = this.#world.clock.now().epochMilliseconds + accessTokenSeconds * 1000
    this.#access.set(token, { email, expiresAtMs })
    this.#trim(this.#access)
    return token
  }

  /** From now on a refresh token works once and brings the next: Google may do so, and says that it did. */
  rotates = false

  /** The next refresh token in place of this one; undefined while they stay. */
  rotated(refreshToken: string): string | undefined {
    const grant = this.#grants.get(refreshToken)
    if (!this.rotates || !grant) return undefined
    this.#grants.delete(refreshToken)
    return this.grant(grant.email, grant.scope)
  }

  /** Ends the access tokens of a person before their time; what refreshes them stays good. */
  expire(email: string): void {
    for (const [token, access] of this.#access) if (access.email === email) this.#access.delete(token)
    this.#world.store.touch('google-tokens')
  }

  /** Ends a token; a refresh token takes its person's access tokens along, as Google's revocation does. */
  revoke(token: string): boolean {
    const grant = this.#grants.get(token)
    if (grant) {
      this.#grants.delete(token)
      for (const [access, { email }] of this.#access) if (email === grant.email) this.#access.delete(access)
    }
    const known = this.#access.delete(token) || grant !== undefined
    this.#world.store.touch('google-tokens')
    return known
  }

  /** The person takes back every consent, on Google's page. */
  revokeAll(email: string): void {
    for (const [token, grant] of this.#grants) if (grant.email === email) this.revoke(token)
    for (const [token, access] of this.#access) if (access.email === email) this.revoke(token)
  }

  /** Who sends this `Authorization` header; `undefined` for a missing, unknown or expired token. */
  personOf(authorization: string | undefined): string | undefined {
    const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1]
    const access = token ? this.#access.get(token) : undefined
    if (!access || access.expiresAtMs <= this.#world.clock.now().epochMilliseconds) return undefined
    return access.email
  }

  reset(): void {
    this.#access.clear()
    this.#grants.clear()
    this.rotates = false
    this.#world.store.touch('google-tokens')
  }

  #trim(map: Map<string, unknown>): void {
    for (const oldest of map.keys()) {
      if (map.size <= maximumTokens) break
      map.delete(oldest)
    }
    this.#world.store.touch('google-tokens')
  }
}

/** The first sandbox account owns what nobody else does. */
export const defaultPerson = accounts[0]?.email ?? ''

const reasons: Record<number, [reason: string, status: string, message: string]> = {
  400: ['invalid', 'INVALID_ARGUMENT', 'Bad Request'],
  401: ['authError', 'UNAUTHENTICATED', 'Request had invalid authentication credentials.'],
  403: ['rateLimitExceeded', 'PERMISSION_DENIED', 'Rate Limit Exceeded'],
  404: ['notFound', 'NOT_FOUND', 'Not Found'],
  409: ['duplicate', 'ALREADY_EXISTS', 'The requested identifier already exists.'],
  410: ['deleted', 'FAILED_PRECONDITION', 'Resource has been deleted'],
  412: ['conditionNotMet', 'FAILED_PRECONDITION', 'Precondition Failed'],
  429: ['rateLimitExceeded', 'RESOURCE_EXHAUSTED', 'Rate Limit Exceeded'],
  503: ['backendError', 'UNAVAILABLE', 'Backend Error'],
}

/** The error document of Google's JSON APIs. */
export function googleError(code: number, message?: string, reason?: string): object {
  const [usualReason, status, usualMessage] = reasons[code] ?? ['backendError', 'INTERNAL', 'Backend Error']
  const text = message ?? usualMessage
  return {
    error: {
      code,
      message: text,
      errors: [{ message: text, domain: 'global', reason: reason ?? usualReason }],
      status,
    },
  }
}
