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
import { emailService } from '../email/service.ts'
import { configStandIn, settingsByUser } from './neighbours.fixture.ts'
import { pdfService } from './service.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ services: [configStandIn, emailService, pdfService] })
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
    return status === 200 && body.state !== 'pending' && body.version > after && body
  })

const emailIn = (person: Person, emailId: string, ...states: string[]) =>
  until(`the message to be ${states.join(' or ')}`, async () => {
    const { body } = await person.get(`/emails/${emailId}`)
    return states.includes(body.state) && body
  })

describe('an uploaded call sheet', () => {
  it('is read with its evidence, for the person who sent it', async () => {
    const anna = await house.person()
    const { pdf, truth, content } = await polish(1)
    const somebody = content.crew.find((each) => /^\d/.test(each.time) && each.time !== content.crewCall)!
    settingsByUser.set(anna.id, { crewName: somebody.name })
    const { email, document } = await uploaded(anna, pdf)
    expect(document).toMatchObject({
      id: email.attachments[0].id,
      emailId: email.id,
      kind: 'call-sheet',
      pages: document.sheet.pages.length,
    })
    expect(document.sheet.shootingDate.value).toBe(truth.shootingDate)
    expect(document.sheet.crewCall.value).toBe(truth.crewCall)
    expect(document.sheet.personalCall.value).toBe(somebody.time)
    expect(document.sheet.shootingDate.evidence[0].page).toBe(1)
    const listed = await anna.get('/pdf?limit=1')
    expect(listed.body.items.map((each: any) => each.id)).toEqual([document.id])
  })

  it('publishes pdf.parsed in the story of its message', async () => {
    const anna = await house.person()
    const { email, document } = await uploaded(anna, (await polish(2)).pdf)
    const [told] = await until('the event', async () => {
      const found = await house.rows<{ event: any }>(
        `select event from pdf.event_log where type = 'pdf.parsed' and event->'data'->>'documentId' = $1`,
        [document.id],
      )
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
})
