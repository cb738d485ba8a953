import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encryptedPdf, notACallSheet } from '../../../sandbox/callsheets/damage.ts'
import { generateCallSheet } from '../../../sandbox/callsheets/index.ts'
import { asEmail } from '../../../sandbox/callsheets/mail.ts'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import ai from '../ai/service.ts'
import config from '../config/service.ts'
import pdf from '../pdf/service.ts'
import schedule from '../schedule/service.ts'
import email from './service.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ services: [ai, config, email, pdf, schedule] })
})
afterAll(() => house.stop())

const sheet = (seed: number) => generateCallSheet({ seed, language: 'pl', layout: 'polish-plan-dnia' })

async function mailWith(seed: number, options: Partial<Parameters<typeof asEmail>[0]> = {}) {
  const { pdf, fileName } = await sheet(seed)
  return await asEmail({
    from: 'Produkcja <plan@film.test>',
    to: 'anna@klaps.test',
    subject: 'Plan zdjęciowy 14.03, ZMIANA',
    text: 'Plan dnia w załączniku.',
    attachments: [{ fileName, content: pdf, contentType: 'application/pdf' }],
    ...options,
  })
}

const upload = (person: Person, bytes: Uint8Array, query = '') => person.post(`/emails/upload${query}`, bytes)

const emailIn = (person: Person, emailId: string, ...states: string[]) =>
  until(`the message to be ${states.join(' or ')}`, async () => {
    const { body } = await person.get(`/emails/${emailId}`)
    return states.includes(body.state) && body
  })

const countOf = async (table: string, userId: string) =>
  (await house.rows(`select 1 from email.${table} where user_id = $1`, [userId])).length

describe('POST /emails/upload', () => {
  it('takes a message with its names decoded and says how much it looks like a call sheet', async () => {
    const anna = await house.person()
    const { pdf } = await sheet(1)
    const attachments = [
      { fileName: 'Plan dnia środa.pdf', content: pdf, contentType: 'application/octet-stream' },
    ]
    const { status, body } = await upload(
      anna,
      await mailWith(1, { attachments, messageId: '<one@film.test>' }),
    )
    expect(status).toBe(202)
    expect(body).toMatchObject({
      messageId: '<one@film.test>',
      subject: 'Plan zdjęciowy 14.03, ZMIANA',
      sender: 'Produkcja <plan@film.test>',
      urgent: true,
      score: 0.6,
      attachments: [{ fileName: 'Plan dnia środa.pdf', size: pdf.length }],
    })
    expect((await anna.get('/mailboxes')).body.items).toMatchObject([
      { id: body.mailboxId, kind: 'upload', state: 'connected' },
    ])
  })

  it('finds the PDF of a forwarded message', async () => {
    const anna = await house.person()
    const forwarded = await mailWith(2)
    const { status, body } = await upload(
      anna,
      await mailWith(2, { attachments: [], forwarded, subject: 'Fwd' }),
    )
    expect(status).toBe(202)
    expect(body.attachments).toHaveLength(1)
  })

  it('detects a PDF by its content, whatever its name', async () => {
    const anna = await house.person()
    const { status, body } = await upload(anna, (await sheet(3)).pdf, '?fileName=plan.eml')
    expect(status).toBe(202)
    expect(body.attachments[0].fileName).toBe('plan.eml')
  })

  it('422 for what is neither PDF nor message, and for a message without a PDF: nothing is kept of it', async () => {
    const anna = await house.person()
    const none = await upload(anna, await mailWith(4, { attachments: [] }))
    expect(none.body).toMatchObject({ status: 422, code: 'email.no-pdf' })
    const junk = await upload(anna, Buffer.from('hello world, this is no mail'))
    expect(junk.body).toMatchObject({ status: 422, code: 'email.not-readable' })
    expect((await upload(anna, new Uint8Array())).status).toBe(422)
    expect(await countOf('emails', anna.id)).toBe(0)
  })

  it('422 for more than 20 attachments', async () => {
    const anna = await house.person()
    const one = { fileName: 'a.pdf', content: Buffer.from('%PDF-1.4'), contentType: 'application/pdf' }
    const { body } = await upload(
      anna,
      await mailWith(5, { attachments: Array.from({ length: 21 }, () => one) }),
    )
    expect(body).toMatchObject({ status: 422, code: 'email.too-many-attachments' })
  })

  it('a message of 20 MB is parsed beside the event loop: other requests do not wait for it', async () => {
    const anna = await house.person()
    const content = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(14 * 1024 * 1024, 0x41)])
    const attachments = [{ fileName: 'a.pdf', content, contentType: 'application/pdf' }]
    const { status, body } = await upload(anna, await mailWith(6, { attachments }))
    expect(status).toBe(202)
    expect(body.attachments[0].size).toBe(content.length)
  })

  it('413 over 25 MB, with and without the length told beforehand', async () => {
    const anna = await house.person()
    const thirty = new Uint8Array(30 * 1024 * 1024).fill(0x20)
    thirty.set(Buffer.from('Subject: x\r\n\r\n'))
    expect((await upload(anna, thirty)).body).toMatchObject({ status: 413, detail: 'At most 25 MB' })
    const over = thirty.subarray(0, 25 * 1024 * 1024 + 1)
    expect((await upload(anna, over)).body).toMatchObject({ status: 413, detail: 'At most 25 MB' })
    expect((await anna.get('/emails')).status).toBe(200)
  })
})

describe('duplicates', () => {
  it('ten uploads of the same message at once make one; the others are given the first', async () => {
    const anna = await house.person()
    const mail = await mailWith(10)
    const answers = await Promise.all(Array.from({ length: 10 }, () => upload(anna, mail)))
    expect(new Set(answers.map((each) => each.body.id)).size).toBe(1)
    expect(answers.map((each) => each.status).toSorted()).toEqual([...Array(9).fill(200), 202])
    expect(await countOf('emails', anna.id)).toBe(1)
    expect(await countOf('attachments', anna.id)).toBe(1)
  })

  it('without the unique key nothing is taken rather than something twice', async () => {
    const other = await openTestHouse({ services: [ai, config, email, pdf, schedule] })
    try {
      await other.rows('alter table email.fingerprints drop constraint fingerprints_pkey')
      const anna = await other.person()
      const mail = await mailWith(10)
      const answers = await Promise.all(Array.from({ length: 4 }, () => upload(anna, mail)))
      expect(answers.map((each) => each.status)).toEqual([500, 500, 500, 500])
      expect(await other.rows('select 1 from email.emails')).toEqual([])
    } finally {
      await other.stop()
    }
  })

  it('the same PDF in another message is the same; another person has their own', async () => {
    const [anna, boris] = [await house.person(), await house.person()]
    const first = await upload(anna, await mailWith(11))
    const copy = await upload(anna, await mailWith(11, { subject: 'Fwd: plan' }))
    expect(copy.status).toBe(200)
    expect(copy.body.id).toBe(first.body.id)
    const own = await upload(boris, await mailWith(11))
    expect(own.status).toBe(202)
    expect(own.body.id).not.toBe(first.body.id)
  })

  it('of two PDFs one of which is known only the new one is taken', async () => {
    const anna = await house.person()
    await upload(anna, (await sheet(12)).pdf)
    const attachments = await Promise.all(
      [12, 13].map(async (seed) => ({
        fileName: `${seed}.pdf`,
        content: (await sheet(seed)).pdf,
        contentType: 'application/pdf',
      })),
    )
    const { body } = await upload(anna, await mailWith(12, { attachments }))
    expect(body.attachments.map((each: any) => each.fileName)).toEqual(['13.pdf'])
  })

  it('dryRun tells and changes nothing; force reads again under a new correlation id; both are audited', async () => {
    const anna = await house.person()
    const mail = await mailWith(14)
    expect((await upload(anna, mail, '?dryRun=true')).body).toMatchObject({
      dryRun: true,
      wouldProcess: true,
      duplicateOf: null,
      attachments: [{ isNew: true }],
    })
    expect(await countOf('emails', anna.id)).toBe(0)
    const { body } = await upload(anna, mail)
    await emailIn(anna, body.id, 'completed', 'needs-review')
    expect((await upload(anna, mail, '?dryRun=true')).body).toMatchObject({
      wouldProcess: false,
      duplicateOf: body.id,
    })
    const forced = await upload(anna, mail, '?force=true')
    expect(forced.status).toBe(202)
    expect(forced.body).toMatchObject({ id: body.id, state: 'pending' })
    expect(forced.body.correlationId).not.toBe(body.correlationId)
    const audited = await until('the audit events', async () => {
      const found = await house.rows<{ action: string }>(
        `select event->'data'->>'action' as action from email.event_log
         where type = 'audit.recorded' and event->>'actor' = $1 order by relayed_at`,
        [`user:${anna.id}`],
      )
      return found.length === 3 && found.map((each) => each.action)
    })
    expect(audited.toSorted()).toEqual(['email.reprocessed', 'email.upload-tried', 'email.upload-tried'])
  })
})

describe('the processing log', () => {
  it('tells every step with start, duration and outcome, up to the plan', async () => {
    const anna = await house.person()
    const { body } = await upload(anna, await mailWith(20))
    await emailIn(anna, body.id, 'completed', 'needs-review')
    const log = await until('the plan in the log', async () => {
      const answer = await anna.get(`/emails/${body.id}/log`)
      return answer.body.steps.some((each: any) => each.step === 'plan') && answer.body
    })
    expect(log.correlationId).toBe(body.correlationId)
    expect(log.steps.map((each: any) => [each.step, each.outcome])).toEqual([
      ['receive', 'ok'],
      ['read', 'ok'],
      ['schedule', 'ok'],
      ['plan', 'ok'],
    ])
    for (const step of log.steps) expect(step.durationMs).toBeGreaterThanOrEqual(0)
  })

  it('names what failed and what is waited for', async () => {
    const anna = await house.person()
    const { body } = await upload(anna, await encryptedPdf())
    await emailIn(anna, body.id, 'needs-review')
    const { steps } = (await anna.get(`/emails/${body.id}/log`)).body
    expect(steps[1]).toMatchObject({ step: 'read', service: 'pdf', outcome: 'failed' })
    expect(steps[1].detail).toMatch(/^encrypted: /)
  })

  it('a message that leads to no plan is not processed for ever', async () => {
    const anna = await house.person()
    const { body } = await upload(anna, await notACallSheet('invoice'))
    await emailIn(anna, body.id, 'ignored')
    await house.rows(
      `update email.emails set state = 'processing', due_at = now() - interval '1 second' where id = $1`,
      [body.id],
    )
    expect(await emailIn(anna, body.id, 'completed')).toMatchObject({ stateReason: 'nothing-new' })
  })
})

describe('POST /emails/{emailId}/reprocess', () => {
  it('begins a new story; dryRun only says so', async () => {
    const anna = await house.person()
    const { body } = await upload(anna, await mailWith(30))
    await emailIn(anna, body.id, 'completed', 'needs-review')
    const tried = await anna.post(`/emails/${body.id}/reprocess`, { dryRun: true })
    expect(tried.body).toEqual({ emailId: body.id, wouldProcess: true, attachments: 1 })
    expect((await anna.get(`/emails/${body.id}`)).body.correlationId).toBe(body.correlationId)
    const key = { 'idempotency-key': crypto.randomUUID() }
    await anna.post(`/emails/${body.id}/reprocess`, {}, key)
    await anna.post(`/emails/${body.id}/reprocess`, {}, key)
    const again = await until('the second reading', async () => {
      const { body: now } = await anna.get(`/emails/${body.id}`)
      return now.correlationId !== body.correlationId && now.state !== 'pending' && now
    })
    expect(again.correlationId).not.toBe(body.correlationId)
    const told = await house.rows(
      `select 1 from email.event_log where type = 'email.received' and event->'data'->>'emailId' = $1`,
      [body.id],
    )
    expect(told).toHaveLength(2)
  })
})

describe('who may', () => {
  it('401 without a token, 403 without the permission, 404 for what is another’s', async () => {
    const [anna, boris] = [await house.person(), await house.person()]
    const customer = await house.person({ roles: ['customer'] })
    const { body } = await upload(anna, await mailWith(40))
    for (const path of ['/emails', '/mailboxes', `/emails/${body.id}`, `/emails/${body.id}/log`]) {
      expect((await house.stranger.get(path)).status).toBe(401)
      expect((await customer.get(path)).status).toBe(403)
    }
    expect((await boris.get(`/emails/${body.id}`)).status).toBe(404)
    expect((await boris.get(`/emails/${body.id}/log`)).status).toBe(404)
    expect((await boris.post(`/emails/${body.id}/reprocess`, {})).status).toBe(404)
    expect((await boris.post(`/mailboxes/${body.mailboxId}/check`)).status).toBe(404)
    expect((await boris.delete(`/mailboxes/${body.mailboxId}`)).status).toBe(404)
    expect((await boris.get('/emails')).body.items).toEqual([])
    const content = `/emails/attachments/${body.attachments[0].id}/content`
    expect((await anna.get(content)).status).toBe(403)
  })

  it('pages through messages, newest first, by state', async () => {
    const anna = await house.person()
    for (const seed of [41, 42, 43]) await upload(anna, await mailWith(seed))
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await anna.get(`/emails?limit=2${cursor}`)
      seen.push(...body.items.map((each: any) => each.id))
      cursor = body.nextCursor ? `&cursor=${encodeURIComponent(body.nextCursor)}` : ''
    } while (cursor)
    expect(new Set(seen).size).toBe(3)
    expect((await anna.get('/emails?state=failed')).body.items).toEqual([])
    expect((await anna.get('/emails?cursor=nonsense')).status).toBe(422)
  })
})

describe('known senders', () => {
  it('raise the score of messages from a production of mine, by address or domain', async () => {
    const anna = await house.person()
    const made = await anna.post('/productions', { title: 'Pół kroku', senders: ['film.test'] })
    expect(made.status).toBe(201)
    await until('the copy', async () => {
      const found = await house.rows('select 1 from email.productions where $1 = any(user_ids)', [anna.id])
      return found.length === 1
    })
    const { body } = await upload(anna, await mailWith(50))
    expect(body.score).toBeGreaterThanOrEqual(0.8)
    const [row] = await house.rows<{ sender_digests: string[] }>(
      'select sender_digests from email.productions where $1 = any(user_ids)',
      [anna.id],
    )
    expect(row!.sender_digests[0]).not.toContain('film.test')
  })
})

describe('what is personal', () => {
  it('lies sealed: neither subject nor sender nor file name can be read in the database', async () => {
    const anna = await house.person()
    await upload(anna, await mailWith(60))
    const [row] = await house.rows<{ text: string }>(
      `select to_jsonb(e)::text || to_jsonb(a)::text as text
       from email.emails e join email.attachments a on a.email_id = e.id where e.user_id = $1`,
      [anna.id],
    )
    for (const secret of ['film.test', 'Plan', 'ZMIANA', '.pdf"']) expect(row!.text).not.toContain(secret)
  })

  it('is gone when the account is, blobs included', async () => {
    const anna = await house.person()
    const { body } = await upload(anna, await mailWith(61))
    await emailIn(anna, body.id, 'completed', 'needs-review')
    const event = {
      specversion: '1.0',
      id: crypto.randomUUID(),
      source: '/klaps/auth',
      type: 'user.erased',
      time: Temporal.Now.instant().toString(),
      datacontenttype: 'application/json',
      data: { userId: anna.id },
      correlationid: crypto.randomUUID(),
      actor: 'service:auth',
      reason: 'test',
    }
    await house.rows('insert into config.outbox (id, type, event) values ($1, $2, $3)', [
      event.id,
      event.type,
      JSON.stringify(event),
    ])
    await until('everything to be gone', async () => {
      const counts = await Promise.all(
        ['emails', 'attachments', 'fingerprints', 'mailboxes'].map((table) => countOf(table, anna.id)),
      )
      return counts.every((count) => count === 0)
    })
    expect(await house.rows('select 1 from pdf.documents where user_id = $1', [anna.id])).toEqual([])
  })
})

it('hears of stories that are no message of ours, whatever their callers name them', async () => {
  const anna = await house.person()
  const story = 'a-name-of-their-own'
  const headers = { 'x-correlation-id': story }
  const { body: production } = await anna.post('/productions', { title: 'Their own' }, headers)
  const day = {
    productionId: production.id,
    shootingDate: Temporal.Now.plainDateISO().add({ days: 9 }).toString(),
    call: '07:00',
    location: { address: 'ul. Chełmska 21, 00-724 Warszawa' },
  }
  expect((await anna.post('/schedules', day, headers)).status).toBe(201)
  await until(
    'email to have heard of the day',
    async () =>
      (
        await house.rows(
          `select from email.inbox join schedule.event_log on id = event_id
           where type = 'schedule.created' and event->>'correlationid' = $1`,
          [story],
        )
      ).length === 1,
  )
})
