import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { Fault } from '../faults.ts'
import { KeptList } from '../kept-list.ts'
import type { Mailbox } from './mailbox.ts'
import { credentials, type World } from './world.ts'

/** A mail that the SMTP server took. */
export interface SentMail {
  /** The Message-ID header with its angle brackets: what exactly-once is counted by. */
  messageId: string
  from: string
  /** Envelope recipients. */
  to: string[]
  subject: string
  text: string
  html: string | undefined
  attachments: string[]
  /** ISO 8601, UTC, sandbox clock. */
  sentAt: string
}

export interface Smtp {
  port: number
  sent(): readonly SentMail[]
  /** How often a Message-ID was taken. */
  count(messageId: string): number
  reset(): void
  stop(): Promise<void>
}

const sizeLimit = 35 * 1024 * 1024

class SmtpRefusal extends Error {
  readonly responseCode: number
  constructor(responseCode: number, message: string) {
    super(message)
    this.responseCode = responseCode
  }
}

/** Faults after which the client hears nothing. */
const unansweredKinds = new Set<Fault['kind']>(['drop', 'drop-after-effect', 'malformed', 'timeout'])

/** What went wrong, or `null`. */
async function failureOf(work: Promise<void>): Promise<Error | null> {
  try {
    await work
    return null
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** What happens to the mails that come in. */
class Receiver {
  readonly sent: KeptList<SentMail>
  readonly #world: World
  readonly #mailbox: Mailbox
  readonly #closeConnection: (session: SMTPServerSession) => void

  constructor(world: World, mailbox: Mailbox, closeConnection: (session: SMTPServerSession) => void) {
    this.sent = new KeptList(world.store, 'sent-smtp')
    this.#world = world
    this.#mailbox = mailbox
    this.#closeConnection = closeConnection
  }

  /** Only signing in can be unauthorized, and nothing else can go wrong with it. */
  takeFault(method: 'AUTH' | 'DATA'): Fault | undefined {
    const request = { path: '/', method }
    return this.#world.faults.take(
      'smtp',
      request,
      ({ kind }) => (kind === 'unauthorized') === (method === 'AUTH'),
    )
  }

  async receive(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> {
    const started = performance.now()
    const chunks: Buffer[] = []
    // An oversized mail is read to its end, since the answer comes after it, but not kept.
    for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk as Buffer)
    const fault = this.takeFault('DATA')
    const at = this.#world.clock.now().toString()
    let status: number | null = null
    try {
      if (stream.sizeExceeded) throw new SmtpRefusal(552, 'Message exceeds the size limit')
      status = await (fault
        ? this.#suffer(fault, Buffer.concat(chunks), session)
        : this.#keep(Buffer.concat(chunks), session))
    } catch (error) {
      const isUnanswered = fault !== undefined && unansweredKinds.has(fault.kind)
      if (error instanceof SmtpRefusal && !isUnanswered) status = error.responseCode
      throw error
    } finally {
      const durationMs = Math.round(performance.now() - started)
      this.#world.journal.record({
        standIn: 'smtp',
        method: 'DATA',
        path: '/',
        at,
        status,
        durationMs,
        fault: fault?.kind,
      })
    }
  }

  async #suffer(fault: Fault, raw: Buffer, session: SMTPServerSession): Promise<number> {
    switch (fault.kind) {
      case 'slow':
        await sleep(fault.ms, undefined, { signal: this.#world.stopping }).catch(() => {})
        return await this.#keep(raw, session)
      case 'status':
        throw new SmtpRefusal(fault.status, fault.status >= 500 ? 'Transaction failed' : 'Try again later')
      case 'timeout':
        await new Promise((resolve) =>
          this.#world.stopping.addEventListener('abort', resolve, { once: true }),
        )
        throw new SmtpRefusal(421, 'Closing')
      case 'drop-after-effect':
        await this.#keep(raw, session)
        return this.#hangUp(session)
      case 'drop':
      case 'malformed':
        return this.#hangUp(session)
      default:
        throw new SmtpRefusal(451, 'Slow down')
    }
  }

  #hangUp(session: SMTPServerSession): never {
    this.#closeConnection(session)
    throw new SmtpRefusal(421, 'Connection dropped')
  }

  async #keep(raw: Buffer, session: SMTPServerSession): Promise<number> {
    const { default: PostalMime } = await import('postal-mime')
    const mail = await PostalMime.parse(raw)
    const recipients = session.envelope.rcptTo.map(({ address }) => address.toLowerCase())
    this.sent.push({
      messageId: mail.messageId ?? '',
      from: mail.from?.address ?? '',
      to: recipients,
      subject: mail.subject ?? '',
      text: (mail.text ?? '').slice(0, 100_000),
      html: mail.html?.slice(0, 100_000),
      attachments: mail.attachments.map(({ filename }) => filename ?? ''),
      sentAt: this.#world.clock.now().toString(),
    })
    await this.#mailbox.deliver(raw, { recipients })
    return 250
  }
}

/** An SMTP server that takes mail for anyone and brings it to those who live in the sandbox. */
export async function startSmtp(world: World, mailbox: Mailbox, port: number): Promise<Smtp> {
  const receiver = new Receiver(world, mailbox, (session) => {
    for (const connection of server.connections) if (connection.session === session) connection.close()
  })
  const { sent } = receiver
  const { SMTPServer: Server } = await import('smtp-server')
  const server: SMTPServer = new Server({
    name: 'smtp.klaps.test',
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    size: sizeLimit,
    socketTimeout: 120_000,
    closeTimeout: 100,
    onAuth: ({ username, password }, _session, done) => {
      const isKnown = username === credentials.smtpUser && password === credentials.smtpPassword
      const isRefused = receiver.takeFault('AUTH') !== undefined
      done(
        isKnown && !isRefused ? null : new SmtpRefusal(535, 'Authentication failed'),
        isKnown ? { user: username } : undefined,
      )
    },
    onData: async (stream, session, done) => {
      done(await failureOf(receiver.receive(stream, session)))
    },
  })
  // A client that hangs up in mid-sentence is everyday business.
  server.on('error', () => {})
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (server.server.address() as AddressInfo).port,
    sent: () => sent.all(),
    count: (messageId) => sent.all().filter((mail) => mail.messageId === messageId).length,
    reset: () => {
      sent.clear()
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}
