import { expect } from 'vitest'
import { generateCallSheet } from '../../sandbox/callsheets/index.ts'
import { asEmail } from '../../sandbox/callsheets/mail.ts'
import { consentAs } from '../../sandbox/consent.ts'
import { accounts, type Sandbox, startSandbox } from '../../sandbox/index.ts'
import ai from '../../src/services/ai/service.ts'
import config from '../../src/services/config/service.ts'
import email from '../../src/services/email/service.ts'
import pdf from '../../src/services/pdf/service.ts'
import { openTestHouse, type TestHouse } from '../harness/house.ts'
import type { Person } from '../harness/person.ts'
import { until } from '../harness/until.ts'

type Account = (typeof accounts)[number]

export const [ola, marek] = accounts as [Account, Account]

/** A house that reads mailboxes, and the mail servers of the outside world. */
export interface MailHouse extends TestHouse {
  readonly sandbox: Sandbox
  /** A message with a call sheet, `<sheet-SEED@film.test>`. */
  send(seed: number, to: string, into: 'imap' | 'gmail' | 'both', text?: string): Promise<void>
  /** The message of `send`, once it stands in the list of this person. */
  withMessage(person: Person, seed: number, limitMs?: number): Promise<any>
  /** What links an account's mailbox by IMAP. */
  imapOf(account: Account, more?: object): object
  /** Goes through Google's consent as a browser would: page, form, redirect back. */
  linkGmail(
    person: Person,
    account: Account,
    backfillDays?: number,
  ): Promise<{ query: string; status: number }>
  /** Looks into a mailbox now. */
  check(person: Person, mailboxId: string): Promise<any>
}

/** @param alone False where a test adds a replica of it. */
export async function openMailHouse(alone = true): Promise<MailHouse> {
  const sandbox = await startSandbox()
  const env = { ...sandbox.env, GMAIL_PUSH_TOKEN: 'push-token-of-this-test' }
  const house = await openTestHouse({ services: [ai, config, email, pdf], env, alone })
  return {
    ...house,
    sandbox,
    send: async (seed, to, into, text) => {
      await sandbox.mailbox.deliver(await sheetMail(seed, to, text), { into })
    },
    withMessage: (person, seed, limitMs) =>
      until(
        `message ${seed}`,
        async () => {
          const { body } = await person.get('/emails')
          return body.items.find((each: any) => each.messageId === `<sheet-${seed}@film.test>`)
        },
        limitMs,
      ),
    imapOf: (account, more = {}) => ({
      host: sandbox.env.SANDBOX_IMAP_HOST,
      port: Number(sandbox.env.SANDBOX_IMAP_PORT),
      secure: false,
      user: account.email,
      password: account.password,
      ...more,
    }),
    linkGmail: async (person, account, backfillDays = 0) => {
      const { body } = await person.post('/mailboxes/gmail', { backfillDays })
      const { url, status } = await consentAs(account.email, body.url)
      return { query: new URL(url).search, status }
    },
    check: async (person, mailboxId) => {
      const { status, body } = await person.post(`/mailboxes/${mailboxId}/check`)
      expect(status).toBe(202)
      return body
    },
    stop: async () => {
      await house.stop()
      await sandbox.stop()
    },
  }
}

export const mailboxOf = async (person: Person) => (await person.get('/mailboxes')).body.items[0]

async function sheetMail(seed: number, to: string, text?: string) {
  const { pdf: content, fileName } = await generateCallSheet({ seed, language: 'pl', layout: 'polish-mp2' })
  return await asEmail({
    from: 'Produkcja <plan@film.test>',
    to,
    subject: `Plan dnia ${seed}`,
    messageId: `<sheet-${seed}@film.test>`,
    ...(text ? { text } : {}),
    attachments: [{ fileName, content, contentType: 'application/pdf' }],
  })
}
