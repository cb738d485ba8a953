import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asEmail } from '../../../sandbox/callsheets/mail.ts'
import type { Person } from '../../../test/harness/person.ts'
import { type MailHouse, mailboxOf, ola, openMailHouse } from '../../../test/support/mail-house.ts'

let house: MailHouse
beforeAll(async () => {
  house = await openMailHouse()
})
afterAll(() => house.stop())

describe('recent mail', () => {
  const deliver = async (subject: string, text: string) =>
    await house.sandbox.mailbox.deliver(
      await asEmail({
        from: 'Jan <jan@film.test>',
        to: ola.email,
        subject,
        text,
        attachments: [],
      }),
      { into: 'both' },
    )
  const recent = async (person: Person, query = '') => {
    const { status, body } = await person.get(`/emails/recent${query}`)
    expect(status, JSON.stringify(body)).toBe(200)
    return body
  }

  it.each(['gmail', 'imap'] as const)(
    'of %s is listed newest first with a few sentences, and kept nowhere',
    async (kind) => {
      await house.sandbox.reset()
      const anna = await house.person()
      if (kind === 'gmail') await house.linkGmail(anna, ola)
      else expect((await anna.post('/mailboxes/imap', house.imapOf(ola))).status).toBe(201)
      await deliver('Obiad', 'Cześć,\nspotkajmy się w piątek o 13:00. Potwierdź, proszę.')
      const { items, unreachable } = await recent(anna)
      expect(unreachable).toEqual([])
      expect(items[0]).toMatchObject({
        subject: 'Obiad',
        hasPdf: false,
        summary: 'spotkajmy się w piątek o 13:00. Potwierdź, proszę.',
      })
      expect(items[0].sender).toContain('jan@film.test')
      const times = items.map(({ receivedAt }: { receivedAt: string }) => receivedAt)
      expect(times).toEqual(times.toSorted().toReversed())
      expect((await recent(anna, '?limit=1')).items).toHaveLength(1)
      expect(await house.rows('select 1 from email.emails where user_id = $1', [anna.id])).toEqual([])
    },
  )

  it('names a mailbox that cannot be read, and is empty without one', async () => {
    const anna = await house.person()
    expect(await recent(anna)).toEqual({ items: [], unreachable: [] })
    await house.linkGmail(anna, ola)
    house.sandbox.faults.set('gmail', { kind: 'status', status: 403 })
    expect(await recent(anna)).toEqual({ items: [], unreachable: [(await mailboxOf(anna)).id] })
    house.sandbox.faults.clear()
    expect((await house.stranger.get('/emails/recent')).status).toBe(401)
  })
})
