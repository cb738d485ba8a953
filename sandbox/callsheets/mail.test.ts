import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import { asEmail, type EmailOptions } from './mail.ts'

const sheet: EmailOptions = {
  from: 'Żaneta Wrzos <zaneta.wrzos@example.com>',
  to: 'jan.zurek@example.org',
  subject: 'Zmiana: plan dnia 12 na środę, żółta wersja',
  text: 'Cześć,\nw załączeniu plan dnia.',
  attachments: [
    {
      fileName: 'Plan dnia 12 Pół kroku.pdf',
      content: Buffer.from('%PDF-1.7 ąę'),
      contentType: 'application/pdf',
    },
  ],
  messageId: '<plan-12@example.com>',
  date: Temporal.Instant.from('2026-03-13T22:40:00Z'),
}

test('Polish subjects, names and files arrive as they were sent', async () => {
  const raw = await asEmail(sheet)
  expect(Buffer.from(raw).every((byte) => byte < 0x80)).toBe(true)
  const mail = await PostalMime.parse(raw)
  expect(mail.subject).toBe(sheet.subject)
  expect(mail.from).toMatchObject({ name: 'Żaneta Wrzos', address: 'zaneta.wrzos@example.com' })
  expect(mail.messageId).toBe('<plan-12@example.com>')
  expect(mail.date).toBe('2026-03-13T22:40:00.000Z')
  expect(mail.text).toContain('w załączeniu plan dnia.')
  const [attachment] = mail.attachments
  expect(attachment?.filename).toBe('Plan dnia 12 Pół kroku.pdf')
  expect(attachment?.mimeType).toBe('application/pdf')
  expect(Buffer.from(attachment?.content as ArrayBuffer).toString()).toBe('%PDF-1.7 ąę')
})

test('a forwarded message travels whole', async () => {
  const original = await asEmail(sheet)
  const raw = await asEmail({
    from: 'a@example.com',
    to: 'b@example.com',
    subject: 'Fwd: plan',
    text: 'Patrz niżej',
    forwarded: original,
  })
  expect(Buffer.from(raw).includes('Content-Type: message/rfc822')).toBe(true)
  expect(Buffer.from(raw).includes(Buffer.from(original).toString().trimEnd())).toBe(true)
})

test('a mail may have no plain text', async () => {
  const mail = await PostalMime.parse(
    await asEmail({ from: 'a@example.com', to: 'b@example.com', subject: 'Plan', html: '<p>plan</p>' }),
  )
  expect(mail.html).toContain('<p>plan</p>')
})
