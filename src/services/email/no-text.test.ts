import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateCallSheet } from '../../../sandbox/callsheets/index.ts'
import { asEmail, type EmailOptions } from '../../../sandbox/callsheets/mail.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { type MailHouse, mailboxOf, marek, openMailHouse } from '../../../test/support/mail-house.ts'

let house: MailHouse
let anna: Person
beforeAll(async () => {
  house = await openMailHouse()
  anna = await house.person()
  await anna.post('/mailboxes/imap', house.imapOf(marek))
  await until('the watch', async () => (await mailboxOf(anna)).lastCheckedAt)
})
afterAll(() => house.stop())

/** A call sheet in a message whose subject and file name say nothing, and the score of what is left to go by. */
async function arrived(seed: number, body: Pick<EmailOptions, 'text' | 'html'>) {
  const { pdf, truth } = await generateCallSheet({ seed, language: 'pl', layout: 'polish-mp2' })
  const raw = await asEmail({
    from: 'Produkcja <produkcja@film.test>',
    to: marek.email,
    subject: 'W załączniku',
    messageId: `<sheet-${seed}@film.test>`,
    ...body,
    attachments: [{ fileName: 'skan.pdf', content: pdf, contentType: 'application/pdf' }],
  })
  await house.sandbox.mailbox.deliver(raw, { into: 'imap' })
  const message = await house.withMessage(anna, seed)
  const document = await until('the document', async () => {
    const answer = await anna.get(`/pdf/${message.attachments[0].id}`)
    return answer.status === 200 && answer.body.sheet !== null && answer.body
  })
  expect(document.sheet.shootingDate.value).toBe(truth.shootingDate)
  return { raw: Buffer.from(raw).toString(), message }
}

describe('a message without plain text', () => {
  it('but with HTML is taken, and weighed by what its HTML says', async () => {
    const html = '<html><body><p>Dzień dobry,</p><p>w załączniku <b>plan dnia</b> na jutro.</p></body></html>'
    const { raw, message } = await arrived(310, { html })
    expect(raw).not.toContain('text/plain')
    expect(message).toMatchObject({ score: 0.2, sender: 'Produkcja <produkcja@film.test>' })
    expect(message.attachments).toMatchObject([{ fileName: 'skan.pdf' }])
  })

  it('and without any body, the PDF being all of it, is taken for the PDF alone', async () => {
    const { raw, message } = await arrived(311, {})
    expect(raw).not.toMatch(/text\/(plain|html)|multipart\//)
    expect(message).toMatchObject({ score: 0.1, subject: 'W załączniku' })
    expect(message.attachments).toMatchObject([{ fileName: 'skan.pdf' }])
  })
})
