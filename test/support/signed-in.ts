import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { userTokenAudience, userTokenIssuer } from '#kernel'
import { Person } from '../harness/person.ts'

/** Signs people in at houses that run without `auth`: they are given its public key as `AUTH_JWKS`. */
export interface Signer {
  readonly env: { readonly AUTH_JWKS: string }
  /** Somebody new, for an hour. */
  signedIn(url: string, roles: readonly string[]): Promise<Person>
}

export async function signer(): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' })
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'EdDSA', use: 'sig' }]
  return {
    env: { AUTH_JWKS: JSON.stringify({ keys }) },
    signedIn: async (url, roles) => {
      const id = crypto.randomUUID()
      const token = await new SignJWT({ sid: crypto.randomUUID(), roles })
        .setProtectedHeader({ alg: 'EdDSA', kid: 'test' })
        .setSubject(id)
        .setIssuer(userTokenIssuer)
        .setAudience(userTokenAudience)
        .setExpirationTime('1h')
        .sign(privateKey)
      return new Person(url, token, id)
    },
  }
}
