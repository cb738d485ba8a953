import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  encryptedPdf,
  manyPages,
  notACallSheet,
  truncated,
  zipBomb,
} from '../../../sandbox/callsheets/damage.ts'
import { generateCallSheet } from '../../../sandbox/callsheets/index.ts'
import { asEmail } from '../../../sandbox/callsheets/mail.ts'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { plainSheet, readByMail } from '../../../test/support/sheets.ts'
import { draw, form, put } from '../../callsheet/testing/draw.ts'
import { scanOf } from '../../callsheet/testing/scan.ts'
import aiService from '../ai/service.ts'
import configService from '../config/service.ts'
import emailService from '../email/service.ts'
import pdfService from './service.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ services: [configService, emailService, aiService, pdfService] })
})
afterAll(() => house.stop())

const polish = (seed: number) => generateCallSheet({ seed, language: 'pl', layout: 'polish-plan-dnia' })

/** Uploads and waits until the document has been read or refused. */
async function uploaded(person: Person, bytes: Uint8Array, fileName = 'plan.pdf') {
  const { status, body } = await person.post(`/emails/upload?fileName=${encodeURIComponent(fileName)}`, bytes)
  expect(status).toBe(202)
  return { email: body, document: await settled(person, body.attachments[0].id) }
}

const settled = (person: Person, documentId: string, after = 0) =>
  until('the document', async () => {
    const { status, body } = await person.get(`/pdf/${documentId}`)
    const isSettled = body.state !== 'pending' && body.state !== 'recognising'
    return status === 200 && isSettled && body.version > after && body
  })

const emailIn = (person: Person, emailId: string, ...states: string[]) =>
  until(`the message to be ${states.join(' or ')}`, async () => {
    const { body } = await person.get(`/emails/${emailId}`)
    return states.includes(body.state) && body
  })

const eventsOf = (type: string, documentId: string) =>
  house.rows<{ event: any }>(
    `select event from pdf.event_log where type = $1 and event->'data'->>'documentId' = $2 order by relayed_at`,
    [type, documentId],
  )

const smallSheet = () =>
  draw(
    (page) => {
      put(page, 30, 30, 'CALL SHEET', 16, 'bold')
      form(page, 70, [
        ['Crew call:', '07:30'],
        ['Date:', 'Monday, December 16, 2024'],
        ['Location:', 'Old Mill, 12 River Road, York YO1 7HH'],
      ])
    },
    { size: [420, 150] },
  )

/** What `POST /pdf/read` tells a client that accepts events. */
async function streamed(person: Person, bytes: Uint8Array) {
  const answer = await fetch(`${house.url}/api/v1/pdf/read`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${person.token}`,
      accept: 'text/event-stream',
      'content-type': 'application/pdf',
    },
    body: Buffer.from(bytes),
    signal: AbortSignal.timeout(60_000),
  })
  expect(answer.headers.get('content-type')).toBe('text/event-stream')
  return (await answer.text())
    .split('\n\n')
    .filter((frame) => frame.includes('data:'))
    .map((frame) => ({
      event: /^event: ?(.*)$/m.exec(frame)?.[1],
      data: JSON.parse(/^data: ?(.*)$/m.exec(frame)?.[1] ?? 'null'),
    }))
}

describe('an uploaded call sheet', () => {
  it('is read with its evidence, for the person who sent it', async () => {
    const anna = await house.person()
    const { pdf, truth } = await generateCallSheet({ seed: 1, language: 'en', layout: 'studiobinder' })
    const somebody = truth.calls.find((each) => each.name && each.time && each.time !== truth.crewCall)!
    await anna.patch('/config/settings', { crewName: somebody.name })
    const { email, document } = await uploaded(anna, pdf)
    expect(document).toMatchObject({
      id: email.attachments[0].id,
      emailId: email.id,
      kind: 'call-sheet',
      pages: document.sheet.pages.length,
      fileName: 'plan.pdf',
    })
    expect(document.sheet.shootingDate.value).toBe(truth.shootingDate)
    expect(document.sheet.crewCall.value).toBe(truth.crewCall)
    expect(document.sheet.personalCall.value).toBe(somebody.time)
    expect(document.sheet.shootingDate.evidence[0].page).toBe(1)
    const listed = await anna.get('/pdf?limit=1')
    expect(listed.body.items.map((each: any) => each.id)).toEqual([document.id])
  })

  it('is read as one from where its reader lives, where it does not say from which country', async () => {
    const ana = await house.person()
    await ana.patch('/config/settings', { home: { address: 'Gorriti 5000, C1414BJX CABA' } })
    const document = await readByMail(
      ana,
      await plainSheet('Cuatro esquinas', [
        'Fecha: lunes 16 de diciembre de 2030',
        'Citación equipo: 07:00',
        'Localización: Estudio 3, Calle Mayor 12',
        'Contacto: Ana Gil 11 4321 5678',
      ]),
    )
    expect(document.sheet.contacts.map((each: any) => each.value.phone)).toEqual(['+541143215678'])
  })

  it('publishes pdf.parsed in the story of its message, without what the sheet says', async () => {
    const anna = await house.person()
    const { email, document } = await uploaded(anna, (await polish(2)).pdf)
    const [told] = await until('the event', async () => {
      const found = await eventsOf('pdf.parsed', document.id)
      return found.length > 0 && found
    })
    expect(told!.event.correlationid).toBe(email.correlationId)
    expect(told!.event.data).toMatchObject({
      emailId: email.id,
      userId: anna.id,
      kind: 'call-sheet',
      usable: true,
    })
    expect(JSON.stringify(told!.event)).not.toContain(document.sheet.productionTitle.value)
  })

  it('is sealed: neither the sheet nor the file lies readable in the database', async () => {
    const anna = await house.person()
    const { document } = await uploaded(anna, (await polish(3)).pdf)
    const [row] = await house.rows<{ sheet: string; source: string }>(
      'select sheet, source from pdf.documents where id = $1',
      [document.id],
    )
    expect(row!.sheet).toMatch(/^sealed:/)
    expect(row!.source).toMatch(/^sealed:/)
  })

  it('can be fetched by its owner as the PDF it was, and by nobody else', async () => {
    const [anna, boris] = [await house.person(), await house.person()]
    const { pdf } = await polish(4)
    const { document } = await uploaded(anna, pdf, 'Plan dnia środa.pdf')
    const answer = await fetch(`${house.url}/api/v1/pdf/${document.id}/file`, {
      headers: { authorization: `Bearer ${anna.token}` },
    })
    expect(Buffer.from(await answer.arrayBuffer()).equals(Buffer.from(pdf))).toBe(true)
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-disposition')).toContain(
      "filename*=UTF-8''Plan%20dnia%20%C5%9Broda.pdf",
    )
    for (const path of [`/pdf/${document.id}`, `/pdf/${document.id}/file`])
      expect((await boris.get(path)).status).toBe(404)
    expect((await boris.patch(`/pdf/${document.id}/fields`, { confirm: true })).status).toBe(404)
    expect((await boris.get('/pdf')).body.items).toEqual([])
    expect((await anna.get(`/pdf/${document.id}/sheet`)).status).toBe(403)
  })
})

describe('a scanned call sheet', () => {
  it('is recognised in its own time, page by page, and read like any other', async () => {
    const anna = await house.person()
    const upload = await anna.post('/emails/upload?fileName=scan.pdf', await scanOf(await smallSheet()))
    const id = upload.body.attachments[0].id
    const seen = new Map<string, unknown>()
    const document = await until('the document to be recognised', async () => {
      const { body } = await anna.get(`/pdf/${id}`)
      seen.set(body.state, body.progress ?? seen.get(body.state))
      return body.sheet !== null && body.sheet !== undefined && body
    })
    expect(seen.get('recognising')).toEqual({ page: 1, of: 1 })
    expect(document).toMatchObject({
      progress: null,
      kind: 'call-sheet',
      sheet: { crewCall: { value: '07:30' }, shootingDate: { value: '2024-12-16' } },
    })
    expect(document.sheet.problems.map(({ code }: { code: string }) => code)).toContain('recognised-pages')
    const told = await until('the event', async () => {
      const found = await eventsOf('pdf.parsed', id)
      return found.length > 0 && found
    })
    expect(told).toHaveLength(1)
  })
})

describe('what is no usable call sheet', () => {
  it.each([
    ['encrypted', encryptedPdf],
    ['too-many-pages', () => manyPages(60)],
    ['too-large', async () => zipBomb()],
    ['damaged', async () => truncated((await polish(5)).pdf)],
  ])('%s: the message needs review with that reason, and the system runs on', async (reason, make) => {
    const anna = await house.person()
    const { email, document } = await uploaded(anna, await make())
    expect(document).toMatchObject({ state: 'unreadable', reason, sheet: null })
    expect(await emailIn(anna, email.id, 'needs-review')).toMatchObject({ stateReason: reason })
    expect((await anna.patch(`/pdf/${document.id}/fields`, { confirm: true })).body.code).toBe(
      'pdf.not-correctable',
    )
    expect((await house.stranger.get('/../../health/live')).status).not.toBe(500)
  })

  it('a price list is ignored', async () => {
    const anna = await house.person()
    const { email, document } = await uploaded(anna, await notACallSheet('price-list'))
    expect(document.state).toBe('not-a-call-sheet')
    expect(await emailIn(anna, email.id, 'ignored')).toMatchObject({ stateReason: 'not-a-call-sheet' })
  })

  it('a mail without a text part is read like any other', async () => {
    const anna = await house.person()
    const { pdf, fileName } = await polish(6)
    const mail = await asEmail({
      from: 'Produkcja <plan@film.test>',
      to: 'anna@klaps.test',
      subject: 'Zażółć',
      attachments: [{ fileName, content: pdf, contentType: 'application/octet-stream' }],
    })
    const { document } = await uploaded(anna, mail, 'mail.eml')
    expect(document.kind).toBe('call-sheet')
  })
})

describe('a correction', () => {
  it('replaces the value, keeps both, and is told in the same story', async () => {
    const anna = await house.person()
    const { email, document } = await uploaded(anna, (await polish(7)).pdf)
    const before = document.sheet.crewCall.value
    const path = `/pdf/${document.id}/fields`
    const { status, body } = await anna.patch(path, { values: { crewCall: '05:45' } })
    expect(status).toBe(200)
    expect(body.sheet.crewCall).toMatchObject({ value: '05:45', confidence: 1 })
    expect(body.sheet.crewCall).toMatchObject({ source: 'person', evidence: [{ page: null, box: null }] })
    expect(body.sheet.crewCall.evidence[0]).toMatchObject({
      by: `user:${anna.id}`,
      at: body.corrections[0].correctedAt,
      text: `typed by user:${anna.id}, ${body.corrections[0].correctedAt}`,
    })
    expect(body.corrections).toMatchObject([{ field: 'crewCall', before, after: '05:45' }])
    const [told] = await until('the event', async () => {
      const found = await eventsOf('pdf.corrected', document.id)
      return found.length > 0 && found
    })
    expect(told!.event.data).toMatchObject({ fields: ['crewCall'], version: body.version, confirmed: false })
    expect(told!.event.correlationid).toBe(email.correlationId)
    expect(told!.event.actor).toBe(`user:${anna.id}`)
    expect((await anna.patch(path, { values: { crewCall: '05:45' } })).body.version).toBe(body.version)
  })

  it('refuses what does not fit, naming the field', async () => {
    const anna = await house.person()
    const { document } = await uploaded(anna, (await polish(8)).pdf)
    const refuse = async (values: object) => {
      const { status, body } = await anna.patch(`/pdf/${document.id}/fields`, { values })
      expect(status).toBe(422)
      return body
    }
    expect((await refuse({ crewCall: '25:00' })).errors).toMatchObject([{ path: 'values.crewCall' }])
    expect((await refuse({ shootingDate: '2026-02-30' })).errors[0].path).toBe('values.shootingDate')
    expect((await refuse({ locations: [{}] })).errors[0].path).toBe('values.locations.0')
    expect((await refuse({ hospital: 'x' })).errors[0].path).toBe('values.hospital')
    expect((await refuse({ kind: 'other' })).errors[0].path).toBe('values.kind')
  })

  it('survives a second reading; a confirmation settles every doubt', async () => {
    const anna = await house.person()
    const { email, document } = await uploaded(anna, (await polish(9)).pdf)
    await anna.patch(`/pdf/${document.id}/fields`, { values: { shootingDate: '2027-05-04' } })
    const confirmed = await anna.patch(`/pdf/${document.id}/fields`, { confirm: true })
    expect(confirmed.body.state).toBe('confirmed')
    expect((await anna.post(`/emails/${email.id}/reprocess`, {})).status).toBe(202)
    const again = await settled(anna, document.id, confirmed.body.version)
    expect(again.sheet.shootingDate.value).toBe('2027-05-04')
    expect(again.state).not.toBe('confirmed')
  })
})

describe('POST /pdf/read', () => {
  it('reads and keeps nothing', async () => {
    const anna = await house.person()
    const { pdf, truth } = await polish(10)
    const { status, body } = await anna.post('/pdf/read', pdf)
    expect(status).toBe(200)
    expect(body.crewCall.value).toBe(truth.crewCall)
    expect((await anna.get('/pdf')).body.items).toEqual([])
  })
  it.each([
    ['pdf.encrypted', 422, encryptedPdf],
    ['pdf.too-many-pages', 422, () => manyPages(60)],
    ['pdf.too-large', 413, async () => zipBomb()],
    ['pdf.damaged', 422, async () => Buffer.from('no PDF at all')],
  ])('refuses with %s', async (code, status, make) => {
    const anna = await house.person()
    const answer = await anna.post('/pdf/read', new Uint8Array(await make()))
    expect(answer.body).toMatchObject({ code, status })
  })
  it('tells of every scanned page while it is recognised, to who accepts events', async () => {
    const anna = await house.person()
    const steps = await streamed(anna, await scanOf(await smallSheet()))
    expect(steps.map(({ event }) => event)).toEqual(['progress', 'sheet'])
    expect(steps[0]!.data).toEqual({ page: 1, of: 1 })
    expect(steps[1]!.data.crewCall.value).toBe('07:30')
    const refused = await streamed(anna, await encryptedPdf())
    expect(refused).toEqual([
      { event: 'problem', data: expect.objectContaining({ code: 'pdf.encrypted', status: 422 }) },
    ])
  })
  it('401 without a token, 403 without the permission', async () => {
    const viewer = await house.person({ roles: ['customer'] })
    for (const path of ['/pdf/read', '/emails/upload']) {
      expect((await house.stranger.post(path, new Uint8Array(5))).status).toBe(401)
      expect((await viewer.post(path, new Uint8Array(5))).status).toBe(403)
    }
  })
})

it('email.received delivered again makes no second document and no second reading', async () => {
  const anna = await house.person()
  const { email, document } = await uploaded(anna, (await polish(11)).pdf)
  const [sent] = await until('the relayed event', async () => {
    const found = await house.rows<{ event: any }>(
      `select event from email.event_log where type = 'email.received' and event->'data'->>'emailId' = $1`,
      [email.id],
    )
    return found.length > 0 && found
  })
  const twin = { ...sent!.event, id: crypto.randomUUID() }
  const later = { ...twin, id: crypto.randomUUID(), data: { ...twin.data, emailId: crypto.randomUUID() } }
  for (const each of [twin, later])
    await house.rows('insert into email.outbox (id, type, event) values ($1, $2, $3)', [
      each.id,
      each.type,
      JSON.stringify(each),
    ])
  await until('both to be handled', async () => {
    const found = await house.rows('select 1 from pdf.inbox where event_id in ($1, $2)', [twin.id, later.id])
    return found.length === 2
  })
  expect((await anna.get(`/pdf/${document.id}`)).body.version).toBe(document.version)
  expect(await house.rows('select 1 from pdf.documents where user_id = $1', [anna.id])).toHaveLength(1)
  expect(await eventsOf('pdf.parsed', document.id)).toHaveLength(1)
})
