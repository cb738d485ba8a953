import { createHash, hash } from 'node:crypto'
import {
  createLocalJWKSet,
  decodeProtectedHeader,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  jwtVerify,
  SignJWT,
} from 'jose'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { AccessRegistry } from './access.ts'
import type { Actor } from './actor.ts'
import { unauthorized } from './problem.ts'

/** What an access token says: nothing personal. `aud` is `klaps`, `iss` is `auth`, EdDSA, 15 minutes. */
export const AccessClaims = z.object({
  sub: z.uuid(),
  sid: z.string().max(100),
  roles: z.array(z.string().max(50)).max(20),
  scope: z.string().max(2_000).optional().describe('Of a token for another program: what it may do'),
  exp: z.number(),
})

/** What a service signs for another: 60 seconds, `act` is the user it acts for. */
const ServiceClaims = z.object({
  iss: z.string(),
  act: z
    .object({
      sub: z.uuid(),
      sid: z.string(),
      roles: z.array(z.string()),
      scope: z.array(z.string()).optional(),
    })
    .optional(),
  exp: z.number(),
})

export const userTokenIssuer = 'klaps:auth'
export const userTokenAudience = 'klaps'

/** The process's own Ed25519 key, with which its services sign for others. */
export interface ServiceKey {
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly publicJwk: JWK
}

/** From a private JWK (`SERVICE_KEY`), or a fresh one for this process's life when none is given. */
export async function serviceKey(jwkText?: string): Promise<ServiceKey> {
  const pair = jwkText ? undefined : await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const jwk = jwkText ? (JSON.parse(jwkText) as JWK) : await exportJWK(pair!.privateKey)
  const { d: _secret, ...publicJwk } = jwk
  const kid =
    jwk.kid ?? createHash('sha256').update(JSON.stringify(publicJwk.x)).digest('base64url').slice(0, 16)
  const privateKey = (await importJWK({ ...jwk, alg: 'EdDSA' }, 'EdDSA')) as CryptoKey
  return { kid, privateKey, publicJwk: { ...publicJwk, kid, alg: 'EdDSA', use: 'sig' } }
}

interface Options {
  key: ServiceKey
  /** Public keys of the other processes' services (`SERVICE_JWKS`), besides our own. */
  serviceJwks?: JSONWebKeySet
  /** Where auth publishes its keys; asked again, at most every 10 s, when a token names an unknown one. */
  userJwks: () => Promise<JSONWebKeySet>
  access: AccessRegistry
}

/** Characters; ours have about eighty. What a stranger makes up is not worth the memory. */
const longestKeptHeader = 300

type Known = Exclude<Actor, { kind: 'anonymous' }>

/** Signs for our services and tells from a token who is calling. */
export class Tokens {
  readonly #options: Options
  readonly #verified = new LRUCache<string, Known>({ max: 20_000 })
  /** Does a header name a key of our services? All tokens of one key have the same one. */
  readonly #headersRead = new LRUCache<string, boolean>({ max: 100 })
  readonly #serviceKeys: ReturnType<typeof createLocalJWKSet>
  readonly #serviceKids: ReadonlySet<string>
  #userKeys: { keys: JSONWebKeySet; set: ReturnType<typeof createLocalJWKSet>; askedAt: number } | undefined

  constructor(options: Options) {
    this.#options = options
    const keys = [...(options.serviceJwks?.keys ?? []), options.key.publicJwk]
    this.#serviceKeys = createLocalJWKSet({ keys })
    this.#serviceKids = new Set(keys.flatMap((key) => key.kid || []))
  }

  /** A 60-second token from one of our services to another, acting for the user if there is one. */
  async signService(from: string, to: string, actor: Actor): Promise<string> {
    const act =
      actor.kind === 'user'
        ? { act: { sub: actor.id, sid: actor.sessionId, roles: actor.roles, scope: actor.scope } }
        : {}
    return await new SignJWT(act)
      .setProtectedHeader({ alg: 'EdDSA', kid: this.#options.key.kid, typ: 'service+jwt' })
      .setIssuer(`klaps:${from}`)
      .setAudience(`klaps:${to}`)
      .setIssuedAt()
      .setExpirationTime('60s')
      .sign(this.#options.key.privateKey)
  }

  /**
   * Who holds this bearer token, as seen by `service`. Verified tokens are remembered by hash until they expire;
   * revocation and roles are looked at on every request.
   *
   * @param resource The protected resource that it must be made out to, where the route is one.
   * @throws Problem 401 when it is expired, revoked, forged or meant for somebody else.
   */
  async identify(token: string, service: string, resource?: string): Promise<Actor> {
    const digest = hash('sha256', `${resource ?? service} ${token}`, 'base64url')
    let actor = this.#verified.get(digest)
    if (!actor) {
      const verified = await this.#verify(token, service, resource)
      actor = verified.actor
      const leftMs = verified.exp * 1000 - Temporal.Now.instant().epochMilliseconds
      if (leftMs > 0) this.#verified.set(digest, actor, { ttl: leftMs })
    }
    if (actor.kind !== 'user') return actor
    const { access } = this.#options
    if (access.isRevoked(actor.sessionId)) throw unauthorized('The session has ended')
    return { ...actor, roles: access.rolesOf(actor.id, actor.roles) }
  }

  /** Does the token say that a service of ours signed it? Cheap, and proves nothing. */
  namesServiceKey(token: string): boolean {
    const end = token.indexOf('.')
    if (end < 0) return false
    const header = token.slice(0, end)
    const known = this.#headersRead.get(header)
    if (known !== undefined) return known
    const ours = this.#serviceKids.has(keyIdOf(header))
    if (header.length <= longestKeptHeader) this.#headersRead.set(header, ours)
    return ours
  }

  async #verify(
    token: string,
    service: string,
    resource: string | undefined,
  ): Promise<{ actor: Known; exp: number }> {
    try {
      return resource === undefined && this.namesServiceKey(token)
        ? await this.#verifyService(token, service)
        : await this.#verifyUser(token, resource)
    } catch (error) {
      throw unauthorized(
        error instanceof Error && error.message.includes('exp')
          ? 'The token has expired'
          : 'The token is not valid',
      )
    }
  }

  async #verifyService(token: string, service: string) {
    const { payload } = await jwtVerify(token, this.#serviceKeys, {
      audience: `klaps:${service}`,
      algorithms: ['EdDSA'],
    })
    const claims = ServiceClaims.parse(payload)
    const via = claims.iss.replace('klaps:', '')
    const actor: Known = claims.act
      ? {
          kind: 'user',
          id: claims.act.sub,
          sessionId: claims.act.sid,
          roles: claims.act.roles,
          via,
          ...(claims.act.scope ? { scope: claims.act.scope } : {}),
        }
      : { kind: 'service', name: via }
    return { actor, exp: claims.exp }
  }

  async #verifyUser(token: string, resource: string | undefined) {
    const { payload } = await jwtVerify(token, await this.#userKeySet(decodeProtectedHeader(token).kid), {
      issuer: userTokenIssuer,
      audience: resource ?? userTokenAudience,
      algorithms: ['EdDSA'],
    })
    const claims = AccessClaims.parse(payload)
    return {
      actor: {
        kind: 'user' as const,
        id: claims.sub,
        sessionId: claims.sid,
        roles: claims.roles,
        ...(resource === undefined ? {} : { scope: claims.scope?.split(' ') ?? [] }),
      },
      exp: claims.exp,
    }
  }

  async #userKeySet(kid: string | undefined) {
    const nowMs = Temporal.Now.instant().epochMilliseconds
    const known = this.#userKeys
    if (known && (known.keys.keys.some((key) => key.kid === kid) || nowMs - known.askedAt < 10_000))
      return known.set
    try {
      const keys = await this.#options.userJwks()
      this.#userKeys = { keys, set: createLocalJWKSet(keys), askedAt: nowMs }
    } catch (error) {
      if (!known) throw error
      this.#userKeys = { ...known, askedAt: nowMs }
    }
    return this.#userKeys.set
  }
}

/** Of the header alone: what is said of one token with it must hold for all of them. */
function keyIdOf(header: string): string {
  try {
    return decodeProtectedHeader({ protected: header }).kid ?? ''
  } catch {
    return ''
  }
}
