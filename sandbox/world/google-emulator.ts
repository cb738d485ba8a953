import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Emulator } from 'emulate'
import { accounts, type Mailbox } from './mailbox.ts'
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
  /** Mails that came before the emulator was started. */
  #waiting: { email: string; raw: Buffer; receivedAtMs: number }[] = []

  constructor(world: World, mailbox: Mailbox) {
    this.#world = world
    this.#mailbox = mailbox
    mailbox.sendGmailTo((email, raw, receivedAtMs) => this.#deliver(email, raw, receivedAtMs))
    this.#waiting = mailbox
      .messages()
      .map(({ account, raw, receivedAtMs }) => ({ email: account, raw, receivedAtMs }))
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

  /** Forgets messages and consents. */
  async reset(): Promise<void> {
    this.#waiting = []
    await this.stop()
  }

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
    for (const mail of this.#waiting.splice(0)) await importMail(socketPath, mail)
    return { emulator, socketPath }
  }

  async #deliver(email: string, raw: Buffer, receivedAtMs: number): Promise<void> {
    if (!this.#running) {
      this.#waiting.push({ email, raw, receivedAtMs })
      this.#waiting = this.#waiting.slice(-this.#mailboxLimit())
      return
    }
    const { socketPath } = await this.#running
    await importMail(socketPath, { email, raw, receivedAtMs })
  }

  #mailboxLimit(): number {
    return Math.max(1000, this.#mailbox.messages().length)
  }
}

async function importMail(
  socketPath: string,
  mail: { email: string; raw: Buffer; receivedAtMs: number },
): Promise<void> {
  const body = JSON.stringify({
    raw: mail.raw.toString('base64url'),
    labelIds: ['INBOX', 'UNREAD'],
    internalDate: String(mail.receivedAtMs),
  })
  const answer = await call(socketPath, 'POST', '/gmail/v1/users/me/messages/import', {
    email: mail.email,
    contentType: 'application/json',
    body: Buffer.from(body),
  })
  if (answer.status !== 200) throw new Error(`The Gmail emulator refused a mail: ${answer.status}`)
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
