import { z } from 'zod'
import { defineContract, event, Instant, PageQuery, pageOf, route } from '#kernel'

/** The longest message and file (PRODUCT 1.1). */
export const maxMessageBytes = 25 * 1024 * 1024

export const MailboxKind = z.enum(['gmail', 'imap', 'upload'])
export const MailboxState = z.enum(['connected', 'reconnect', 'paused'])
/** A sentence for people. */
export const BothLanguages = z.object({ pl: z.string(), en: z.string() }).meta({ id: 'BothLanguages' })
export const Mailbox = z
  .object({
    id: z.uuid(),
    kind: MailboxKind,
    address: z.string(),
    state: MailboxState,
    lastCheckedAt: Instant.nullable(),
    lastError: z.string().nullable(),
    lastErrorText: BothLanguages.nullable().describe('What is wrong and what to do about it'),
    linkedAt: Instant,
  })
  .meta({ id: 'Mailbox' })

export const EmailState = z
  .enum(['pending', 'processing', 'completed', 'failed', 'ignored', 'needs-review'])
  .meta({ id: 'EmailState' })
export const Attachment = z
  .object({
    id: z.uuid(),
    fileName: z.string(),
    contentType: z.string(),
    size: z.int().describe('Bytes'),
    sha256: z.string(),
    documentId: z.uuid().nullable().describe('The same as `id` once it has been read'),
  })
  .meta({ id: 'Attachment' })
export const Email = z
  .object({
    id: z.uuid(),
    mailboxId: z.uuid(),
    messageId: z.string(),
    subject: z.string(),
    sender: z.string(),
    receivedAt: Instant,
    state: EmailState,
    stateReason: z.string().nullable(),
    stateText: BothLanguages.nullable().describe('Why it is in this state and what to do about it'),
    score: z.number().describe('0 to 1: how much it looks like a call sheet'),
    urgent: z.boolean(),
    attachments: z.array(Attachment),
    correlationId: z.string(),
  })
  .meta({ id: 'Email' })

/** A message as it lies in the mailbox; nothing of it is kept here. */
export const RecentMail = z
  .object({
    mailboxId: z.uuid(),
    messageId: z.string(),
    subject: z.string(),
    sender: z.string(),
    receivedAt: Instant,
    hasPdf: z.boolean(),
    summary: z.string().describe('A few sentences of it, word for word; at most 400 characters'),
  })
  .meta({ id: 'RecentMail' })

/** What an upload would do. */
export const UploadPreview = z
  .object({
    dryRun: z.literal(true),
    wouldProcess: z.boolean(),
    duplicateOf: z.uuid().nullable().describe('The message that brought it first'),
    score: z.number(),
    urgent: z.boolean(),
    trustedSender: z.boolean(),
    attachments: z.array(
      z.object({ fileName: z.string(), size: z.int(), sha256: z.string(), isNew: z.boolean() }),
    ),
  })
  .meta({ id: 'UploadPreview' })

export const ProcessingStep = z
  .object({
    step: z.string(),
    service: z.string(),
    startedAt: Instant,
    durationMs: z.number().nullable(),
    outcome: z.enum(['ok', 'failed', 'skipped', 'waiting']),
    detail: z.string().nullable(),
  })
  .meta({ id: 'ProcessingStep' })

/** Ids and technical facts only: subject and sender are personal and stay in the service. */
export const emailReceived = event(
  'email',
  'email.received',
  z.object({
    emailId: z.uuid(),
    userId: z.uuid(),
    mailboxId: z.uuid(),
    version: z.int(),
    receivedAt: z.iso.datetime({ offset: true }),
    score: z.number(),
    trustedSender: z.boolean(),
    urgent: z.boolean(),
    attachments: z.array(z.object({ attachmentId: z.uuid(), size: z.int(), sha256: z.string() })).max(20),
  }),
)
export const emailProcessed = event(
  'email',
  'email.processed',
  z.object({
    emailId: z.uuid(),
    userId: z.uuid(),
    version: z.int(),
    state: EmailState,
    reason: z.string().nullable(),
    durationMs: z.number(),
  }),
)
export const mailboxDisconnected = event(
  'email',
  'mailbox.disconnected',
  z.object({ mailboxId: z.uuid(), userId: z.uuid(), version: z.int(), reason: z.string() }),
)
export const mailboxConnected = event(
  'email',
  'mailbox.connected',
  z.object({ mailboxId: z.uuid(), userId: z.uuid(), version: z.int(), kind: MailboxKind }),
)

const emailId = z.object({ emailId: z.uuid() })

export const email = defineContract('email', {
  about: 'Mailboxes (Gmail, IMAP, upload), the messages that may hold call sheets, and the processing log.',
  permissions: {
    'email:read': 'See my mailboxes and messages',
    'email:write': 'Link mailboxes, upload and reprocess',
  },
  routes: {
    listMailboxes: route({
      method: 'GET',
      path: '/mailboxes',
      summary: 'My mailboxes',
      allow: 'email:read',
      input: PageQuery,
      output: pageOf(Mailbox),
    }),
    mailboxOf: route({
      method: 'GET',
      path: '/mailboxes/{mailboxId}',
      summary: 'A mailbox, for messages about it',
      allow: 'service',
      input: z.object({ mailboxId: z.uuid() }),
      output: Mailbox,
    }),
    linkImap: route({
      method: 'POST',
      path: '/mailboxes/imap',
      summary: 'Link an IMAP mailbox; the login is tried first',
      allow: 'email:write',
      status: 201,
      input: z.object({
        host: z.string().min(1).max(253),
        port: z.int().min(1).max(65535).default(993),
        secure: z.boolean().default(true),
        user: z.string().min(1).max(254),
        password: z.string().min(1).max(500),
        folder: z.string().min(1).max(200).default('INBOX'),
        backfillDays: z.int().min(0).max(90).default(0),
      }),
      output: Mailbox,
      problems: {
        'mailbox.exists': 409,
        'mailbox.login-refused': 422,
        'mailbox.unreachable': 422,
        'mailbox.no-folder': 422,
      },
    }),
    startGmail: route({
      method: 'POST',
      path: '/mailboxes/gmail',
      summary: 'Begin linking Gmail: gives the Google address to visit',
      allow: 'email:write',
      input: z.object({ backfillDays: z.int().min(0).max(90).default(0) }),
      output: z.object({ url: z.url() }),
      problems: { 'gmail.not-configured': 503 },
    }),
    finishGmail: route({
      method: 'GET',
      path: '/mailboxes/gmail/callback',
      summary: 'Where Google sends the browser back',
      allow: 'public',
      kind: 'raw',
      produces: 'text/html',
      input: z.object({
        state: z.string().max(500),
        code: z.string().max(2000).optional(),
        error: z.string().max(200).optional(),
      }),
      problems: { 'gmail.state-unknown': 422, 'gmail.refused': 422 },
    }),
    gmailPush: route({
      method: 'POST',
      path: '/mailboxes/gmail/push',
      summary: 'Gmail watch notifications (Pub/Sub push)',
      allow: 'public',
      kind: 'raw',
      status: 204,
      consumes: 'application/json',
      bodyLimitBytes: 64 * 1024,
      input: z.object({ token: z.string().max(200).optional() }),
      problems: { 'gmail.push-refused': 403 },
      description:
        'Pub/Sub posts here with the token of its subscription in the address, as it was configured. Without authentication header: those are for our own tokens.',
    }),
    checkMailbox: route({
      method: 'POST',
      path: '/mailboxes/{mailboxId}/check',
      summary: 'Look for mail now',
      allow: 'email:write',
      status: 202,
      input: z.object({ mailboxId: z.uuid() }),
      output: z.object({ queued: z.boolean() }),
    }),
    deleteMailbox: route({
      method: 'DELETE',
      path: '/mailboxes/{mailboxId}',
      summary: 'Unlink a mailbox and forget its credentials',
      allow: 'email:write',
      input: z.object({ mailboxId: z.uuid() }),
    }),
    upload: route({
      method: 'POST',
      path: '/emails/upload',
      summary: 'Upload a .pdf or .eml',
      allow: 'email:write',
      kind: 'raw',
      rate: 'upload',
      status: 202,
      otherwise: { 200: 'Seen before, and here is the first one; or what would happen (`dryRun`)' },
      bodyLimitBytes: maxMessageBytes,
      consumes: 'application/octet-stream',
      produces: 'application/json',
      input: z.object({
        fileName: z.string().max(255).optional().describe('Name of the file'),
        force: z.boolean().default(false),
        dryRun: z.boolean().default(false),
      }),
      problems: {
        'email.not-readable': 422,
        'email.no-pdf': 422,
        'email.too-many-attachments': 422,
      },
      description:
        'The body is the file itself. Answers with the stored message, or with what would happen (`dryRun`). A message seen before answers 200 with the first one unless `force`.',
    }),
    deposit: route({
      method: 'POST',
      path: '/emails/deposits',
      summary: 'Take a PDF that a user has handed to another service, as `upload` does',
      description: 'Answers with the stored message, or with the first one that brought the same file.',
      allow: 'service',
      bodyLimitBytes: 36 * 1024 * 1024,
      input: z.object({
        fileName: z.string().min(1).max(255),
        base64: z.base64().max(35_000_000).describe('The file, at most 25 MB'),
      }),
      output: Email,
      problems: { 'email.too-large': 413, 'email.not-readable': 422, 'email.no-pdf': 422 },
    }),
    listEmails: route({
      method: 'GET',
      path: '/emails',
      summary: 'Messages that may hold call sheets, newest first',
      allow: 'email:read',
      input: PageQuery.extend({ state: EmailState.optional() }),
      output: pageOf(Email),
    }),
    recentMail: route({
      method: 'GET',
      path: '/emails/recent',
      summary:
        'My newest mail, with a few sentences of each, read from the mailboxes at once and kept nowhere',
      allow: 'email:read',
      input: z.object({
        limit: z.int().min(1).max(25).default(10),
        hours: z.int().min(1).max(720).default(48).describe('How far back'),
      }),
      output: z.object({
        items: z.array(RecentMail).describe('Newest first'),
        unreachable: z.array(z.uuid()).describe('Mailboxes that could not be read now'),
      }),
    }),
    getEmail: route({
      method: 'GET',
      path: '/emails/{emailId}',
      summary: 'One message',
      allow: 'email:read',
      input: emailId,
      output: Email,
    }),
    failureOf: route({
      method: 'GET',
      path: '/emails/{emailId}/failure',
      summary: 'Why a message failed, for messages about it',
      allow: 'service',
      input: emailId,
      output: z.object({ subject: z.string(), sender: z.string(), text: BothLanguages.nullable() }),
    }),
    getLog: route({
      method: 'GET',
      path: '/emails/{emailId}/log',
      summary: 'What happened to it, step by step',
      allow: 'email:read',
      input: emailId,
      output: z.object({ correlationId: z.string(), steps: z.array(ProcessingStep) }),
    }),
    reprocess: route({
      method: 'POST',
      path: '/emails/{emailId}/reprocess',
      summary: 'Read it again',
      allow: 'email:write',
      status: 202,
      idempotent: true,
      input: emailId.extend({ dryRun: z.boolean().default(false) }),
      output: z.object({ emailId: z.uuid(), wouldProcess: z.boolean(), attachments: z.int() }),
    }),
    attachmentContent: route({
      method: 'GET',
      path: '/emails/attachments/{attachmentId}/content',
      summary: 'The bytes of an attachment, base64',
      allow: 'service',
      input: z.object({ attachmentId: z.uuid() }),
      output: z.object({
        userId: z.uuid(),
        emailId: z.uuid(),
        fileName: z.string(),
        contentType: z.string(),
        base64: z.string(),
        subject: z.string(),
        sender: z.string(),
      }),
    }),
  },
  events: { emailReceived, emailProcessed, mailboxDisconnected, mailboxConnected },
})
