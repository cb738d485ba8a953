import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { draw, form, type Pdf, put, table } from '../../src/callsheet/testing/draw.ts'
import { scanOf } from '../../src/callsheet/testing/scan.ts'
import type { TestHouse } from '../harness/house.ts'
import type { Person } from '../harness/person.ts'
import { until } from '../harness/until.ts'
import { openReadingHouse } from '../support/reading-house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openReadingHouse()
})
afterAll(() => house.stop())

/** Two scanned pages, on a machine that has other work. */
const recognisingMs = 90_000

interface Unit {
  date: string
  call: string
  location: string
  person?: string
}

const monday = {
  date: 'Monday, December 16, 2024',
  call: '07:00',
  location: 'Old Mill, 12 River Road, York YO1 7HH',
}
const tuesday = {
  date: 'Tuesday, December 17, 2024',
  call: '09:30',
  location: 'Town Hall, 1 Market Street, York YO1 8RL',
}

function page(pdf: Pdf, { date, call, location, person }: Unit): void {
  put(pdf, 30, 30, 'Tin Moon', 16, 'bold')
  put(pdf, 30, 56, 'CALL SHEET', 16, 'bold')
  put(pdf, 340, 205, 'Page 1 of 1', 8)
  form(pdf, 80, [
    ['Date:', date],
    ['Crew call:', call],
    ['Location:', location],
  ])
  if (person)
    table(
      pdf,
      140,
      [30, 150, 280],
      [
        ['POSITION', 'NAME', 'CALL'],
        ['Gaffer', person, '06:20'],
        ['Grip', 'Jo Reed', '06:40'],
      ],
    )
}

const file = (first: Unit, second: Unit) =>
  draw(
    (pdf) => {
      page(pdf, first)
      pdf.addPage()
      page(pdf, second)
    },
    { size: [420, 220] },
  )

let uploads = 0
async function upload(person: Person, pdf: Uint8Array) {
  const { status, body } = await person.post(`/emails/upload?fileName=both-${uploads++}.pdf`, pdf)
  expect(status).toBe(202)
  return { emailId: body.id as string, attachmentId: body.attachments[0].id as string }
}

const documentsOf = (person: Person) =>
  until('two documents', async () => {
    const { body } = await person.get('/pdf')
    return body.items.length === 2 && body.items.toSorted((a: any, b: any) => a.part.number - b.part.number)
  })

const daysOf = (person: Person, ...calls: string[]) =>
  until(
    `days at ${calls.join(' and ')}`,
    async () => {
      const { body } = await person.get('/schedules')
      const found = body.items
        .map((day: any) => `${day.shootingDate} ${clock(day)}`)
        .toSorted()
        .join(', ')
      return found === calls.join(', ') && body.items
    },
    recognisingMs,
  )

const clock = (day: { call: string; timeZone: string }) =>
  Temporal.Instant.from(day.call).toZonedDateTimeISO(day.timeZone).toPlainTime().toString().slice(0, 5)

describe('a file with the sheets of two days', () => {
  it('makes a document and a planned day of each, and again the same', async () => {
    const anna = await house.person()
    const { emailId, attachmentId } = await upload(anna, await file(monday, tuesday))
    const [first, second] = await documentsOf(anna)
    expect(first).toMatchObject({ id: attachmentId, attachmentId, part: { number: 1, of: 2 } })
    expect(second).toMatchObject({ attachmentId, part: { number: 2, of: 2 } })
    await daysOf(anna, '2024-12-16 07:00', '2024-12-17 09:30')
    const detail = (await anna.get(`/pdf/${second.id}`)).body
    expect(detail.sheet.crewCall.evidence[0].page).toBe(2)
    await anna.post(`/emails/${emailId}/reprocess`, {})
    await until('the second sheet to be read again', async () => {
      const { body } = await anna.get(`/pdf/${second.id}`)
      return body.version > detail.version
    })
    await daysOf(anna, '2024-12-16 07:00', '2024-12-17 09:30')
    expect((await anna.get('/pdf')).body.items).toHaveLength(2)
  })

  it('takes a correction of the second sheet for the second day', async () => {
    const anna = await house.person()
    await upload(anna, await file(monday, tuesday))
    const [, second] = await documentsOf(anna)
    await daysOf(anna, '2024-12-16 07:00', '2024-12-17 09:30')
    const { status } = await anna.patch(`/pdf/${second.id}/fields`, { values: { crewCall: '10:45' } })
    expect(status).toBe(200)
    await daysOf(anna, '2024-12-16 07:00', '2024-12-17 10:45')
  })

  it('asks for a person while any of its sheets is in doubt', async () => {
    const anna = await house.person()
    const { emailId } = await upload(anna, await file(monday, { ...tuesday, call: 'to follow' }))
    await documentsOf(anna)
    const email = await until('the message', async () => {
      const { body } = await anna.get(`/emails/${emailId}`)
      return !['pending', 'processing'].includes(body.state) && body
    })
    expect(email).toMatchObject({ state: 'needs-review', stateReason: 'no-call' })
  })

  it('is recognised once when it is a scan', { timeout: 2 * recognisingMs }, async () => {
    const anna = await house.person()
    await upload(anna, await scanOf(await file(monday, tuesday)))
    await daysOf(anna, '2024-12-16 07:00', '2024-12-17 09:30')
    const [, second] = await documentsOf(anna)
    const kept = 'select octet_length(pages) bytes from pdf.recognised where user_id = $1'
    const [row] = await house.rows<{ bytes: number }>(kept, [anna.id])
    expect(row!.bytes).toBeLessThan(20_000)
    // Learning looks at what was kept: it recognises nothing, and without it there would be no letter to look at.
    await anna.patch(`/pdf/${second.id}/fields`, {
      values: { crewCall: '09:30' },
      evidence: { crewCall: await spotOf(anna, second.id) },
    })
    const learned = 'select place from pdf.learned where user_id = $1'
    await until('the place to be learned', async () => (await house.rows(learned, [anna.id])).length === 1)
  })
})

async function spotOf(person: Person, documentId: string) {
  const { sheet } = (await person.get(`/pdf/${documentId}`)).body
  const { page: number, box } = sheet.crewCall.evidence.find(({ text }: { text: string }) => /\d/.test(text))
  return [{ page: number, box }]
}

describe('a file with the sheets of two units of one day', () => {
  const second = { ...tuesday, date: monday.date, person: 'Anna Nowak' }

  it('plans the day by the sheet that names the reader', async () => {
    const anna = await house.person()
    await anna.patch('/config/settings', { crewName: 'Anna Nowak' })
    await upload(anna, await file(monday, second))
    await daysOf(anna, '2024-12-16 06:20')
    expect(await warningsOf(anna)).not.toContain('several-units')
  })

  it('plans the main unit for who stands on neither, and says so', async () => {
    const anna = await house.person()
    await anna.patch('/config/settings', { crewName: 'Zofia Kurek' })
    await upload(anna, await file(monday, second))
    await daysOf(anna, '2024-12-16 07:00')
    expect(await warningsOf(anna)).toContain('several-units')
  })

  it('plans both when a correction sends one of them to another day', async () => {
    const anna = await house.person()
    await upload(anna, await file(monday, second))
    await daysOf(anna, '2024-12-16 07:00')
    const [main] = await documentsOf(anna)
    await anna.patch(`/pdf/${main.id}/fields`, { values: { shootingDate: '2024-12-18' } })
    await daysOf(anna, '2024-12-16 09:30', '2024-12-18 07:00')
  })
})

async function warningsOf(person: Person): Promise<string[]> {
  const [day] = (await person.get('/schedules')).body.items
  const { body } = await person.get(`/schedules/${day.dayId}`)
  return body.warnings.map(({ code }: { code: string }) => code)
}
