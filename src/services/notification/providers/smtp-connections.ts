import { Readable } from 'node:stream'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { SMTPConnectionAuth, SMTPConnectionOptions, SMTPEnvelope } from 'nodemailer/lib/smtp-connection'

/** A mail in its final form. */
export interface Mail {
  readonly envelope: SMTPEnvelope
  /** Headers and body (RFC 5322). */
  readonly bytes: Buffer
}

/** Mails of one connection: servers have their own limit, often 100. */
const mostMails = 100
/** How long a connection is kept for the next mail, milliseconds: well under what servers allow (RFC 5321, 4.5.3.2: minutes). */
const keptMs = 5_000

const limits: SMTPConnectionOptions = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  /** Of silence. */
  socketTimeout: 15_000,
  socketCloseTimeout: 1_000,
}

/** A signed-in connection on which nothing is under way. */
interface Line {
  readonly connection: SMTPConnection
  mails: number
  expiry?: NodeJS.Timeout
}

/**
 * Connections to one mail server that are kept open between mails: connecting and signing in costs several times what a
 * mail does. There are never more than are used at once; whoever sends bounds that. A connection takes another mail only
 * after one that went well, and closes by itself after seconds without one.
 */
export class SmtpConnections {
  readonly #options: SMTPConnectionOptions
  readonly #auth: SMTPConnectionAuth | undefined
  readonly #stopping: AbortSignal
  readonly #idle: Line[] = []

  /**
   * @param url `smtp://` (STARTTLS where offered) or `smtps://`.
   * @param stopping From then on nothing is kept open; what is under way is finished.
   */
  constructor(url: string, stopping: AbortSignal) {
    const { auth, ...where } = parseConnectionUrl(url)
    this.#options = { ...where, ...limits }
    this.#auth = auth && { user: auth.user, credentials: auth }
    this.#stopping = stopping
    stopping.addEventListener(
      'abort',
      () => {
        for (const line of this.#idle.splice(0)) hangUp(line)
      },
      { once: true },
    )
  }

  /**
   * Resolves when the server has taken the mail.
   *
   * @throws what nodemailer throws, or the reason of `signal`, which closes the connection.
   */
  async submit(mail: Mail, signal: AbortSignal): Promise<void> {
    for (;;) {
      const kept = this.#idle.pop()
      const line = kept ?? (await this.#open(signal))
      clearTimeout(line.expiry)
      const letter = letterOf(mail)
      try {
        // A copy: nodemailer notes in it how this attempt went.
        await send(line, { ...mail.envelope }, letter.body, signal)
        this.#keep(line)
        return
      } catch (error) {
        line.connection.close()
        // A server may have ended a session that it had nothing to say in: as long as nothing of the mail has gone there,
        // another connection takes it.
        if (!kept || letter.hasBegun() || signal.aborted || isRefusal(error)) throw error
      }
    }
  }

  async #open(signal: AbortSignal): Promise<Line> {
    signal.throwIfAborted()
    const { default: Connection } = await import('nodemailer/lib/smtp-connection')
    const connection = new Connection(this.#options)
    const line: Line = { connection, mails: 0 }
    // For as long as it lives: an idle connection that breaks is no news.
    connection.on('error', () => undefined)
    connection.on('end', () => this.#forget(line))
    try {
      await settledBy(connection, signal, (done) =>
        connection.connect((error) => {
          if (error || !this.#auth || !connection.allowsAuth) done(error)
          else connection.login(this.#auth, done)
        }),
      )
    } catch (error) {
      connection.close()
      throw error
    }
    return line
  }

  #keep(line: Line): void {
    line.mails++
    if (line.connection.destroyed) return
    if (line.mails >= mostMails || this.#stopping.aborted) {
      hangUp(line)
      return
    }
    line.expiry = setTimeout(() => {
      this.#forget(line)
      hangUp(line)
    }, keptMs).unref()
    this.#idle.push(line)
  }

  #forget(line: Line): void {
    clearTimeout(line.expiry)
    const index = this.#idle.indexOf(line)
    if (index >= 0) this.#idle.splice(index, 1)
  }
}

/** Says good-bye; the server closes. */
function hangUp({ connection, expiry }: Line): void {
  clearTimeout(expiry)
  connection.quit()
}

const send = ({ connection }: Line, envelope: SMTPEnvelope, body: Readable, signal: AbortSignal) =>
  settledBy(connection, signal, (done) => connection.send(envelope, body, (error) => done(error)))

/** What an exchange comes to: what it says itself, the connection's own end, or `signal`, which closes the connection. */
async function settledBy(
  connection: SMTPConnection,
  signal: AbortSignal,
  exchange: (done: (error?: Error | null) => void) => void,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onAbort = () => {
    reject(signal.reason)
    connection.close()
  }
  // What the exchange itself says about it comes in the same turn, after the end, and tells more.
  const onEnd = () => queueMicrotask(() => reject(new Error('The mail server closed the connection')))
  connection.once('error', reject)
  connection.once('end', onEnd)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    exchange((error) => (error ? reject(error) : resolve()))
    await promise
  } finally {
    connection.removeListener('error', reject)
    connection.removeListener('end', onEnd)
    signal.removeEventListener('abort', onAbort)
  }
}

/** A mail to be read once, and whether that has begun: it does when the server has asked for it (354). */
function letterOf({ bytes }: Mail) {
  let hasBegun = false
  const body = new Readable({
    read() {
      hasBegun = true
      this.push(bytes)
      this.push(null)
    },
  })
  return { body, hasBegun: () => hasBegun }
}

/** The server's answer to the mail itself. 421 is its good-bye (RFC 5321, 3.8). */
function isRefusal(error: unknown): boolean {
  const code: unknown = Reflect.get(Object(error), 'responseCode')
  return typeof code === 'number' && code !== 421
}
