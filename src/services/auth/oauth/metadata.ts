import type { Ctx } from '../context.ts'
import { scopeNames } from '../contract.ts'

/** RFC 8414. The issuer is the system itself, so the document stands at the root of its host. */
export function oauthMetadata({ publicUrl }: Ctx): Record<string, unknown> {
  const at = (path: string) => `${publicUrl}/api/v1/auth/oauth/${path}`
  return {
    issuer: publicUrl,
    authorization_endpoint: at('authorize'),
    token_endpoint: at('token'),
    registration_endpoint: at('clients'),
    jwks_uri: `${publicUrl}/api/v1/auth/jwks`,
    scopes_supported: scopeNames,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['none'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  }
}
