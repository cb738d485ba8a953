import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Emulator } from 'emulate'
import { accounts, type Mail, type Mailbox } from './mailbox.ts'
import { credentials, type World } from './world.ts'

/** The token by which our front layer speaks to the emulator in a person's name. */
const innerToken = (email: string) => `front-${email}`

/** What the emulator answers. */
export interface EmulatorAnswer {
  status: number
  contentType: string
  headers: Headers
  body: Buffer
}

const inboxLabels = ['INBOX', 'UNREAD']
const callTimeoutMs = 10_000

/**
 * Google's OAuth pages and Gmail's message store from the package `emulate`, started at the first use. Its API takes a
 * port and then listens on every interface; Node's `listen` also takes a path, so it is given one: a local socket
 * that no network reaches and that needs no free port.
 */
export class GoogleEmulator {
  readonly #world: World
  readonly #mailbox: Mailbox
  #running: Promise<{ emulator: Emulator; socketPath: string }> | undefined

  constructor(world: World, mailbox: Mailbox) {
    this.#world = world
    this.#mailbox = mailbox
    mailbox.sendGmailTo((mail) => this.#deliver(mail))
  }

  /** Calls the emulator, as `email` when one is given. */
  async call(
    method: string,
    target: string,
    options: { email?: string; contentType?: string; body?: Buffer } = {},
  ): Promise<EmulatorAnswer> {
    this.#running ??= this.#start()
    const { socketPath } = await this.#running
    return await call(socketPath, method, target, options)
  }

  /** Ends the emulator; the next call starts one with the mails of the mailbox. */
  async stop(): Promise<void> {
    const running = this.#running
    this.#running = undefined
    if (!running) return
    const { emulator, socketPath } = await running
    await emulator.close()
    rmSync(socketPath, { force: true })
  }

  async #start(): Promise<{ emulator: Emulator; socketPath: string }> {
    const { createEmulator } = await import('emulate')
    const name = `klaps-sandbox-${randomUUID()}`
    const socketPath =
      process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : path.join(tmpdir(), `${name}.sock`)
    const emulator = await createEmulator({
      service: 'google',
      port: socketPath as unknown as number,
      baseUrl: `${this.#world.origin()}/google-oauth`,
      seed: {
        tokens: Object.fromEntries(accounts.map(({ email }) => [innerToken(email), { login: email }])),
        google: {
          users: accounts.map(({ email, name: person }) => ({ email, name: person, locale: 'pl' })),
          messages: this.#seededMails(),
          oauth_clients: [
            {
              client_id: credentials.googleClientId,
              client_secret: credentials.googleClientSecret,
              name: 'Klaps',
              redirect_uris: [],
            },
          ],
        },
      },
    })
    return { emulator, socketPath }
  }

  /** The mailbox's mails for Gmail, each under the id that it had before. */
  #seededMails(): object[] {
    const mails = this.#mailbox.messages().filter(({ into }) => into !== 'imap')
    return mails.map((mail) => {
      const id = mail.gmailId ?? `msg_${mail.rawId}`
      this.#mailbox.setGmailId(mail, id)
      return {
        id,
        user_email: mail.account,
        raw: mail.raw.toString('base64url'),
        label_ids: inboxLabels,
        internal_date: String(mail.receivedAtMs),
      }
    })
  }

  async #deliver(mail: Mail): Promise<void> {
    if (!this.#running) return
    const { socketPath } = await this.#running
    // A start under way has seeded this mail, unless it came too late for that.
    if (mail.gmailId) return
    this.#mailbox.setGmailId(mail, await importMail(socketPath, mail))
  }
}

/** @returns Gmail's id of the mail. */
async function importMail(socketPath: string, mail: Mail): Promise<string> {
  const body = JSON.stringify({
    raw: mail.raw.toString('base64url'),
    labelIds: inboxLabels,
    internalDate: String(mail.receivedAtMs),
  })
  const answer = await call(socketPath, 'POST', '/gmail/v1/users/me/messages/import', {
    email: mail.account,
    contentType: 'application/json',
    body: Buffer.from(body),
  })
  if (answer.status !== 200) throw new Error(`The Gmail emulator refused a mail: ${answer.status}`)
  return String((JSON.parse(answer.body.toString('utf8')) as { id?: string }).id)
}

async function call(
  socketPath: string,
  method: string,
  target: string,
  options: { email?: string; contentType?: string; body?: Buffer },
): Promise<EmulatorAnswer> {
  const headers: Record<string, string> = { connection: 'close' }
  if (options.email) headers.authorization = `Bearer ${innerToken(options.email)}`
  if (options.contentType) headers['content-type'] = options.contentType
  if (options.body) headers['content-length'] = String(options.body.length)
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = httpRequest(
      { socketPath, method, path: target, headers, timeout: callTimeoutMs },
      resolve,
    )
    request.on('error', reject)
    request.on('timeout', () => request.destroy(new Error('The Google emulator does not answer')))
    request.end(options.body)
  })
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  const shown = new Headers()
  const location = answer.headers.location
  if (location) shown.set('location', location)
  const contentType = answer.headers['content-type'] ?? 'application/json'
  return { status: answer.statusCode ?? 502, contentType, headers: shown, body: Buffer.concat(chunks) }
}
