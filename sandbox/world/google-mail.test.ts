import { gmail, type gmail_v1 } from '@googleapis/gmail'
import { OAuth2Client } from 'google-auth-library'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accounts, type Sandbox, startSandbox } from '../index.ts'

const person = accounts[0]?.email ?? ''
const redirectUri = 'http://127.0.0.1:4000/callback'
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.reset())

function oauthClient(): OAuth2Client {
  const base = sandbox.env.GOOGLE_OAUTH_URL
  return new OAuth2Client({
    clientId: sandbox.env.GOOGLE_CLIENT_ID,
    clientSecret: sandbox.env.GOOGLE_CLIENT_SECRET,
    redirectUri,
    endpoints: {
      oauth2AuthBaseUrl: `${base}/o/oauth2/v2/auth`,
      oauth2TokenUrl: `${base}/oauth2/token`,
      oauth2RevokeUrl: `${base}/oauth2/revoke`,
    },
  })
}

function api(token = sandbox.standIns.tokens.issue(person)): gmail_v1.Gmail {
  const auth = new OAuth2Client()
  auth.setCredentials({ access_token: token })
  return gmail({ version: 'v1', auth, rootUrl: `${sandbox.env.GMAIL_API_URL}/`, retry: false })
}

const pdf = Buffer.from('%PDF-1.7\n%%EOF')
const draft = {
  to: person,
  subject: 'Plan zdjęciowy',
  attachments: [{ filename: 'plan dzień.pdf', base64: pdf.toString('base64') }],
}

/** Presses the button of one person on the consent page, as a browser would. */
async function consent(client: OAuth2Client): Promise<string> {
  const url = client.generateAuthUrl({ access_type: 'offline', scope: ['openid', 'email'], state: 's&1' })
  const page = await (await fetch(url)).text()
  const form = /<form[\s\S]*?<\/form>/g.exec(page)?.[0] ?? ''
  const fields = [...form.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    value.replaceAll('&amp;', '&'),
  ])
  const action = /action="([^"]+)"/.exec(form)?.[1] ?? ''
  const answer = await fetch(new URL(action, url), {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  })
  const target = new URL(answer.headers.get('location') ?? '')
  expect(`${target.origin}${target.pathname}`).toBe(redirectUri)
  expect(target.searchParams.get('state')).toBe('s&1')
  return target.searchParams.get('code') ?? ''
}

describe('oauth', () => {
  test('consent gives tokens; a refresh gives another; a revoked grant is invalid_grant', async () => {
    const client = oauthClient()
    const { tokens } = await client.getToken(await consent(client))
    expect(tokens.id_token).toBeTruthy()
    client.setCredentials(tokens)
    const profile = await api(tokens.access_token ?? '').users.getProfile({ userId: 'me' })
    expect(profile.data.emailAddress).toBe(person)
    const { credentials } = await client.refreshAccessToken()
    expect(credentials.access_token).not.toBe(tokens.access_token)
    sandbox.standIns.tokens.revokeAll(person)
    await expect(client.refreshAccessToken()).rejects.toMatchObject({
      response: { data: { error: 'invalid_grant' } },
    })
    await expect(api(tokens.access_token ?? '').users.getProfile({ userId: 'me' })).rejects.toMatchObject({
      status: 401,
    })
  })

  test('a redirect to a foreign host is refused', async () => {
    const url = `${sandbox.env.GOOGLE_OAUTH_URL}/o/oauth2/v2/auth?client_id=${sandbox.env.GOOGLE_CLIENT_ID}&redirect_uri=https://evil.test/`
    expect((await fetch(url)).status).toBe(400)
  })
})

describe('gmail', () => {
  test('a delivered mail shows in list, history, parts, attachment and raw form', async () => {
    const mail = api()
    const { data: profile } = await mail.users.getProfile({ userId: 'me' })
    await sandbox.mailbox.deliver(draft)
    const { data: history } = await mail.users.history.list({
      userId: 'me',
      startHistoryId: profile.historyId ?? '',
      historyTypes: ['messageAdded'],
    })
    const id = history.history?.[0]?.messagesAdded?.[0]?.message?.id ?? ''
    const { data: list } = await mail.users.messages.list({
      userId: 'me',
      q: 'has:attachment filename:pdf in:inbox',
    })
    expect(list.messages?.map((message) => message.id)).toEqual([id])
    const { data: full } = await mail.users.messages.get({ userId: 'me', id })
    const part = full.payload?.parts?.find(({ mimeType }) => mimeType === 'application/pdf')
    expect(part?.filename).toBe('plan dzień.pdf')
    const attachmentId = part?.body?.attachmentId ?? ''
    const { data: attachment } = await mail.users.messages.attachments.get({
      userId: 'me',
      messageId: id,
      id: attachmentId,
    })
    expect(Buffer.from(attachment.data ?? '', 'base64url')).toEqual(pdf)
    const { data: rawForm } = await mail.users.messages.get({ userId: 'me', id, format: 'raw' })
    expect(Buffer.from(rawForm.raw ?? '', 'base64url')).toEqual(sandbox.mailbox.messages()[0]?.raw)
  })

  test('mail from before the first request is there; internalDate is the time of arrival', async () => {
    const before = sandbox.clock.now().epochMilliseconds
    await sandbox.mailbox.deliver(draft)
    const mail = api()
    const { data } = await mail.users.messages.list({ userId: 'me' })
    expect(data.messages).toHaveLength(1)
    const { data: message } = await mail.users.messages.get({
      userId: 'me',
      id: data.messages?.[0]?.id ?? '',
    })
    expect(Number(message.internalDate)).toBeGreaterThanOrEqual(before)
  })

  test('a mail keeps its id when Gmail starts again; a mail for IMAP alone is not in Gmail', async () => {
    const ids = async () =>
      (await api().users.messages.list({ userId: 'me' })).data.messages?.map(({ id }) => id)
    await sandbox.mailbox.deliver(draft)
    await ids()
    await sandbox.mailbox.deliver({ ...draft, subject: 'second' })
    await sandbox.mailbox.deliver({ ...draft, subject: 'third' }, { into: 'imap' })
    const before = await ids()
    expect(before).toHaveLength(2)
    await sandbox.standIns.emulator.stop()
    expect(await ids()).toEqual(before)
  })

  test('a history id that is too old is 404, an unknown token 401, another person sees nothing', async () => {
    await sandbox.mailbox.deliver(draft)
    await expect(api().users.history.list({ userId: 'me', startHistoryId: '12345' })).rejects.toMatchObject({
      status: 404,
    })
    await expect(api('made-up').users.messages.list({ userId: 'me' })).rejects.toMatchObject({ status: 401 })
    const other = api(sandbox.standIns.tokens.issue(accounts[1]?.email ?? ''))
    expect((await other.users.messages.list({ userId: 'me' })).data.messages ?? []).toEqual([])
  })
})
