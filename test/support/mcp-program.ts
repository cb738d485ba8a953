import {
  Client,
  type OAuthClientInformationMixed,
  type OAuthClientProvider,
  type OAuthTokens,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client'

const unescape = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

/** The form of a page as a browser would send it: its hidden fields and what the user types. */
export async function fillForm(page: Response, typed: Record<string, string>): Promise<URLSearchParams> {
  const html = await page.text()
  const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)]
  return new URLSearchParams([
    ...hidden.map(([, name, value]) => [name!, unescape(value!)] as [string, string]),
    ...Object.entries(typed),
  ])
}

/** Where a page sends the browser on to. */
export async function onwardOf(page: Response): Promise<URL> {
  const html = await page.text()
  const target = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(html)?.[1]
  if (!target) throw new Error(`The page sends nobody on (${page.status}): ${html}`)
  return new URL(unescape(target))
}

/** A user in front of the page that asks. @returns where they are sent then */
export async function decide(
  url: URL,
  typed: { email: string; password: string; decision?: 'allow' | 'deny' },
): Promise<URL> {
  const form = await fillForm(await fetch(url), { decision: 'allow', ...typed })
  const answer = await fetch(new URL(url.pathname, url), { method: 'POST', body: form })
  return await onwardOf(answer)
}

/** A program with the official client in it, which knows the address of /mcp and nothing else. */
export class Program implements OAuthClientProvider {
  readonly redirectUrl = 'http://127.0.0.1:8123/callback'
  readonly scope: string | undefined
  asked: URL | undefined
  information: OAuthClientInformationMixed | undefined
  kept: OAuthTokens | undefined
  #verifier = ''

  constructor(scope?: string) {
    this.scope = scope
  }

  get clientMetadata() {
    return {
      client_name: 'A test of <programs>',
      redirect_uris: [this.redirectUrl],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    }
  }
  state = () => 'a state of its own'
  clientInformation = () => this.information
  saveClientInformation = (information: OAuthClientInformationMixed) => void (this.information = information)
  tokens = () => this.kept
  saveTokens = (tokens: OAuthTokens) => void (this.kept = tokens)
  /** The client asks for all that the resource knows, whatever the program would do with: a modest one asks for less. */
  redirectToAuthorization(url: URL) {
    if (this.scope) url.searchParams.set('scope', this.scope)
    this.asked = url
  }
  saveCodeVerifier = (verifier: string) => void (this.#verifier = verifier)
  codeVerifier = () => this.#verifier

  /** Connects with the tokens it has. */
  async connect(resource: URL): Promise<Client> {
    const client = new Client({ name: 'test', version: '1' })
    await client.connect(new StreamableHTTPClientTransport(resource, { authProvider: this }))
    return client
  }

  /** From nothing to a connection: discovery, registration, the user's agreement, tokens. */
  async letIn(resource: URL, user: { email: string; password: string }): Promise<Client> {
    const transport = new StreamableHTTPClientTransport(resource, { authProvider: this })
    const first = new Client({ name: 'test', version: '1' })
    try {
      await first.connect(transport)
      throw new Error('It was let in without asking')
    } catch (error) {
      if (!(error instanceof UnauthorizedError)) throw error
    }
    const callback = await decide(this.asked!, user)
    if (callback.searchParams.get('state') !== this.state()) throw new Error('The state was lost')
    await transport.finishAuth(callback.searchParams)
    return await this.connect(resource)
  }
}
