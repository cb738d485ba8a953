import { createHash, randomBytes } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer'
import { decodeWords } from 'postal-mime'
import { z } from 'zod'
import { BoundedList } from '../bounded.ts'
import type { World } from './world.ts'

/** An invented person with a mailbox, reachable by IMAP and through Gmail. */
export interface Account {
  email: string
  name: string
  password: string
}

export const accounts: readonly Account[] = [
  { email: 'ola.wrona@klaps.test', name: 'Ola Wrona', password: 'sandbox-ola' },
  { email: 'marek.zelazny@klaps.test', name: 'Marek Żelazny', password: 'sandbox-marek' },
]

export interface Mail {
  /** IMAP UID, rising within the account. */
  uid: number
  account: string
  /** The Message-ID header with its angle brackets, or '' when the mail has none. */
  messageId: string
  /** Decoded, as people read them. */
  subject: string
  from: string
  flags: string[]
  /** Milliseconds since the epoch, sandbox clock. */
  receivedAtMs: number
  /** Which doors it came through: the others do not show it. */
  into: DeliveryTarget
  /** Gmail's id of the mail, once Gmail has it; the same after a restart. */
  gmailId: string | undefined
  /** Names the raw bytes in the store. */
  rawId: string
  raw: Buffer
}

type KeptMail = Omit<Mail, 'raw'>

/** A mail in JSON, for those who do not want to compose MIME. */
export const MailDraft = z.object({
  from: z.string().default('Produkcja <produkcja@film.test>'),
  to: z.string().default(accounts[0]?.email ?? ''),
  subject: z.string().default(''),
  text: z.string().default(''),
  messageId: z.string().optional(),
  attachments: z
    .array(
      z.object({
        filename: z.string(),
        contentType: z.string().default('application/pdf'),
        base64: z.base64(),
      }),
    )
    .max(20)
    .default([]),
})
export type MailDraft = z.input<typeof MailDraft>

/** Which doors a mail comes through. */
export type DeliveryTarget = 'imap' | 'gmail' | 'both'

export interface DeliveryOptions {
  /** Default: the sandbox accounts among To and Cc. */
  recipients?: readonly string[]
  into?: DeliveryTarget
}

/** Takes a mail to Gmail, if that is running; else Gmail fetches it when it starts. */
export type GmailDelivery = (mail: Mail) => Promise<void>

const keptMails = 1000

/** The mailboxes of the sandbox's people. */
export class Mailbox {
  readonly #world: World
  readonly #mails: BoundedList<Mail>
  readonly #listeners = new Set<(mail: Mail) => void>()
  #nextUid = 1
  #uidValidity: number
  #deliverToGmail: GmailDelivery = async () => {}

  constructor(world: World) {
    this.#world = world
    const kept = world.store.section('mailbox', () => this.#snapshot())
    this.#uidValidity = kept?.uidValidity ?? Math.trunc(world.clock.now().epochMilliseconds / 1000)
    this.#nextUid = kept?.nextUid ?? 1
    const mails = (kept?.mails ?? []).flatMap((mail) => {
      const raw = world.store.readMail(mail.rawId)
      return raw ? [{ ...mail, raw }] : []
    })
    this.#mails = new BoundedList(keptMails, mails)
  }

  get uidValidity(): number {
    return this.#uidValidity
  }

  get nextUid(): number {
    return this.#nextUid
  }

  /** Oldest first. */
  messages(account?: string): readonly Mail[] {
    const mails = this.#mails.all()
    return account ? mails.filter((mail) => mail.account === account) : mails
  }

  account(email: string): Account | undefined {
    return accounts.find((account) => account.email === email.toLowerCase())
  }

  sendGmailTo(deliver: GmailDelivery): void {
    this.#deliverToGmail = deliver
  }

  /** @returns a function that ends the subscription. */
  subscribe(listener: (mail: Mail) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Puts a mail into the boxes of those recipients who live in the sandbox; the others get nothing.
   * @param mail raw RFC 5322 bytes, or a draft from which they are composed.
   */
  async deliver(mail: Uint8Array | MailDraft, options: DeliveryOptions = {}): Promise<Mail[]> {
    const raw =
      mail instanceof Uint8Array ? Buffer.from(mail) : await compose(MailDraft.parse(mail), this.#now())
    const headers = readHeaders(raw)
    const recipients =
      options.recipients ?? addressesIn(`${headers.get('to') ?? ''},${headers.get('cc') ?? ''}`)
    const people = new Set(recipients.flatMap((email) => this.account(email)?.email ?? []))
    const into = options.into ?? 'both'
    const delivered: Mail[] = []
    for (const email of people) {
      const one = this.#append(email, raw, headers, into)
      if (into !== 'imap') await this.#deliverToGmail(one)
      delivered.push(one)
    }
    this.#world.store.flush()
    for (const one of delivered) for (const listener of this.#listeners) listener(one)
    return delivered
  }

  setGmailId(mail: Mail, gmailId: string): void {
    mail.gmailId = gmailId
    this.#world.store.touch('mailbox')
  }

  setFlags(mail: Mail, flags: string[]): void {
    mail.flags = flags
    this.#world.store.touch('mailbox')
  }

  reset(): void {
    for (const mail of this.#mails.all()) this.#world.store.dropMail(mail.rawId)
    this.#mails.clear()
    this.#world.store.touch('mailbox')
  }

  #append(account: string, raw: Buffer, headers: Map<string, string>, into: DeliveryTarget): Mail {
    const uid = this.#nextUid++
    const mail: Mail = {
      uid,
      account,
      messageId: headers.get('message-id') ?? '',
      subject: decodeWords(headers.get('subject') ?? ''),
      from: decodeWords(headers.get('from') ?? ''),
      flags: [],
      receivedAtMs: this.#now().epochMilliseconds,
      into,
      gmailId: undefined,
      rawId: `${uid}-${createHash('sha256').update(raw).digest('hex').slice(0, 16)}`,
      raw,
    }
    this.#world.store.writeMail(mail.rawId, raw)
    for (const gone of this.#mails.push(mail)) this.#world.store.dropMail(gone.rawId)
    this.#world.store.touch('mailbox')
    return mail
  }

  #now(): Temporal.Instant {
    return this.#world.clock.now()
  }

  #snapshot(): { uidValidity: number; nextUid: number; mails: KeptMail[] } {
    const mails = this.#mails.all().map(({ raw: _raw, ...kept }) => kept)
    return { uidValidity: this.#uidValidity, nextUid: this.#nextUid, mails }
  }
}

async function compose(draft: z.output<typeof MailDraft>, now: Temporal.Instant): Promise<Buffer> {
  const composer = new MailComposer({
    from: draft.from,
    to: draft.to,
    subject: draft.subject,
    text: draft.text,
    date: new Date(now.epochMilliseconds),
    messageId: draft.messageId ?? `<${randomBytes(12).toString('hex')}@film.test>`,
    attachments: draft.attachments.map(({ filename, contentType, base64 }) => ({
      filename,
      contentType,
      content: Buffer.from(base64, 'base64'),
    })),
  })
  return await composer.compile().build()
}

/** The header fields of a mail, unfolded, by lower-case name; the first of each name. */
export function readHeaders(raw: Buffer): Map<string, string> {
  const end = raw.indexOf('\r\n\r\n')
  const bareEnd = raw.indexOf('\n\n')
  const stop = end >= 0 && (bareEnd < 0 || end < bareEnd) ? end : bareEnd
  const text = (stop < 0 ? raw : raw.subarray(0, stop)).toString('utf8').replaceAll(/\r?\n[ \t]+/g, ' ')
  const headers = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim())
  }
  return headers
}

/** Every bare address in an address header, lower case. */
export function addressesIn(header: string): string[] {
  return [...header.matchAll(/[^\s<>,;:"]+@[^\s<>,;:"]+/g)].map(([address]) => address.toLowerCase())
}
