import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { generateCallSheet } from '../../../sandbox/callsheets/index.ts'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import config from '../config/service.ts'
import type { Ctx } from './context.ts'
import { onParsed } from './hear.ts'
import email from './service.ts'

let house: TestHouse
/** Without `pdf`: what it would tell is told here. */
beforeAll(async () => {
  house = await openTestHouse({ services: [config, email] })
})
afterAll(() => house.stop())

type Parsed = Parameters<typeof onParsed>[1]

it('hears of two sheets of one file at the same time, and neither waits for the other for ever', async () => {
  const anna = await house.person()
  const { pdf } = await generateCallSheet({ seed: 7, language: 'pl', layout: 'polish-plan-dnia' })
  const { body } = await anna.post('/emails/upload?fileName=plan.pdf', pdf)
  const [row] = await house.rows<{ story: string; attachment: string }>(
    `select e.correlation_id as story, a.id as attachment
     from email.emails e join email.attachments a on a.email_id = e.id where e.id = $1`,
    [body.id],
  )
  const ctx = house.house.host.runtimes.get('email')!.ctx as unknown as Ctx
  const hear = (number: number) =>
    ctx.db.transaction(async (tx) => {
      const data = {
        documentId: number === 1 ? row!.attachment : crypto.randomUUID(),
        attachmentId: row!.attachment,
        part: { number, of: 3 },
        emailId: body.id,
        userId: anna.id,
        version: 1,
        kind: 'call-sheet',
        subkind: null,
        language: 'pl',
        usable: true,
        needsReview: false,
        problems: [],
        pages: 1,
        readMs: 1,
      } satisfies Parsed
      const time = ctx.clock.now().toString()
      await onParsed(ctx, data, tx, {
        id: crypto.randomUUID(),
        type: 'pdf.parsed',
        correlationid: row!.story,
        time,
      })
    })
  // Whoever holds the attachment holds both of them up after their first step.
  const holder = new Client({ connectionString: house.databaseUrl })
  await holder.connect()
  await holder.query('begin')
  await holder.query('select 1 from email.attachments where id = $1 for update', [row!.attachment])
  const heard = Promise.allSettled([1, 2, 3].map(hear))
  await new Promise((resolve) => setTimeout(resolve, 300))
  await holder.query('commit')
  await holder.end()
  expect((await heard).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
  const outcomes = await house.rows('select outcome from email.further_sheets where attachment_id = $1', [
    row!.attachment,
  ])
  expect(outcomes).toEqual([{ outcome: 'usable' }, { outcome: 'usable' }])
})
