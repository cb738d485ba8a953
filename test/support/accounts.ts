import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import type { TestHouse } from '../harness/house.ts'
import { type Answer, Person } from '../harness/person.ts'

/** Settings of a house whose users really sign up: its tokens are verified with the keys of its own `auth`. */
export const realAccounts = { AUTH_JWKS: '' }

export const goodPassword = 'klaps klaps klaps'

let count = 0
export const freshEmail = () => `anna.${process.pid}.${++count}@example.org`

/** An account and the session it was opened with. */
export class Account extends Person {
  readonly email: string
  readonly refreshToken: string

  constructor(url: string, answer: Answer) {
    super(url, answer.body.accessToken, answer.body.user.id)
    this.email = answer.body.user.email
    this.refreshToken = answer.body.refreshToken
  }
}

/** Signs up over HTTP. */
export async function newAccount(house: TestHouse, email = freshEmail()): Promise<Account> {
  const answer = await house.stranger.post('/auth/sign-up', {
    email,
    name: 'Anna Nowak',
    password: goodPassword,
  })
  if (answer.status !== 201) throw new Error(`Sign-up answered ${answer.status}`)
  return new Account(house.url, answer)
}

/** Signs in once more over HTTP. */
export async function signedIn(house: TestHouse, email: string, password = goodPassword): Promise<Account> {
  const answer = await house.stranger.post('/auth/sign-in', { email, password })
  if (answer.status !== 200) throw new Error(`Sign-in answered ${answer.status}`)
  return new Account(house.url, answer)
}

/** A key for a service that runs elsewhere: give `jwks` to the house as `SERVICE_JWKS`. */
export async function foreignService(name: string) {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid: `test-${name}`, alg: 'EdDSA', use: 'sig' }
  return {
    jwks: JSON.stringify({ keys: [jwk] }),
    /** That service in front of one of ours. */
    callerOf: async (url: string, to: string) =>
      new Person(
        url,
        await new SignJWT({})
          .setProtectedHeader({ alg: 'EdDSA', kid: jwk.kid!, typ: 'service+jwt' })
          .setIssuer(`klaps:${name}`)
          .setAudience(`klaps:${to}`)
          .setIssuedAt()
          .setExpirationTime('5m')
          .sign(privateKey),
        name,
      ),
  }
}
