import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts'
import type { Person } from '../../../test/harness/person.ts'
import { until } from '../../../test/harness/until.ts'
import { plainSheet, readByMail } from '../../../test/support/sheets.ts'
import aiService from '../ai/service.ts'
import configService from '../config/service.ts'
import emailService from '../email/service.ts'
import pdfService from './service.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openTestHouse({ services: [configService, emailService, aiService, pdfService] })
})
afterAll(() => house.stop())

type Box = { x: number; y: number; height: number }

const today = Temporal.Now.plainDateISO()

/** The crew call of this production stands under a word that no language has for it. */
const sheet = (call: string, title = 'Half a Step') =>
  plainSheet(title, [
    `Date: ${today.add({ days: 3 }).toString()}`,
    `ROLLOUT: ${call}`,
    'Breakfast: 6:15',
    'Location: Town Hall, 1 High Street, Bristol BS1 4ST',
    'Wrap: 19:00',
  ])

const learned = (person: Person) =>
  house.rows<{ place: string }>('select place from pdf.learned where user_id = $1', [person.id])

async function taught(person: Person): Promise<void> {
  const document = await readByMail(person, await sheet('5:40'))
  expect(document.sheet.crewCall?.value).not.toBe('05:40')
  const { status } = await person.patch(`/pdf/${document.id}/fields`, { values: { crewCall: '05:40' } })
  expect(status).toBe(200)
  await until('the place to be learned', async () => (await learned(person)).length === 1)
}

describe('what a correction teaches', () => {
  it('the next sheet of the production needs none', async () => {
    const anna = await house.person()
    await taught(anna)
    const next = await readByMail(anna, await sheet('4:50'))
    expect(next.sheet.crewCall).toMatchObject({ value: '04:50', evidence: [{ text: '4:50' }] })
    expect(next).toMatchObject({ state: 'read', corrections: [] })
  })

  it('means nothing to another production, another sender or another person', async () => {
    const [anna, boris] = [await house.person(), await house.person()]
    await taught(anna)
    const others = [
      await readByMail(anna, await sheet('4:50', 'Tin Moon')),
      await readByMail(anna, await sheet('4:55'), 'else@half.example'),
      await readByMail(boris, await sheet('4:50')),
    ]
    for (const other of others) expect(other.sheet.crewCall).toBeNull()
  })

  it('is not forced on a sheet that says something else there', async () => {
    const anna = await house.person()
    await taught(anna)
    const next = await readByMail(anna, await sheet('see the movement order'))
    const fresh = await readByMail(await house.person(), await sheet('see the movement order'))
    expect(next.sheet.crewCall).toEqual(fresh.sheet.crewCall)
    expect(next.state).toBe(fresh.state)
  })

  it('lies sealed in the database', async () => {
    const anna = await house.person()
    await taught(anna)
    const [row] = await learned(anna)
    expect(row!.place).toMatch(/^sealed:/)
  })
})

describe('a value that a person points to', () => {
  it('carries the place as its evidence', async () => {
    const anna = await house.person()
    const document = await readByMail(anna, await sheet('5:40'))
    const box = { x: 90, y: 90, width: 60, height: 20 }
    const path = `/pdf/${document.id}/fields`
    const values = { crewCall: '05:40' }
    const pointed = await anna.patch(path, { values, evidence: { crewCall: [{ page: 1, box }] } })
    expect(pointed.body.sheet.crewCall.evidence).toMatchObject([{ page: 1, box, by: `user:${anna.id}` }])
    const quoted = await anna.patch(path, { values, evidence: { crewCall: [{ quotation: '5:40' }] } })
    const [evidence] = quoted.body.sheet.crewCall.evidence
    expect(evidence).toMatchObject({ page: 1, text: '5:40' })
    expect(evidence.box.width).toBeGreaterThan(5)
    const both = [{ quotation: 'ROLLOUT' }, { page: 1, quotation: '5:40' }]
    const twice = await anna.patch(path, { values, evidence: { crewCall: both } })
    expect(twice.body.sheet.crewCall.evidence.map(({ text }: any) => text)).toEqual(['ROLLOUT:', '5:40'])
    expect(quoted.body.corrections.map((each: any) => each.evidence[0][0].text)).toEqual([
      expect.stringContaining('5:40'),
      '5:40',
    ])
  })

  it('has to be there: on a page of the sheet, or printed', async () => {
    const anna = await house.person()
    const document = await readByMail(anna, await sheet('5:40'))
    const box = { x: 90, y: 90, width: 60, height: 20 }
    for (const pointer of [{ quotation: '5:45' }, { page: 2, box }, { page: 2, quotation: '5:40' }]) {
      const { status, body } = await anna.patch(`/pdf/${document.id}/fields`, {
        values: { crewCall: '05:40' },
        evidence: { crewCall: [pointer] },
      })
      expect([status, body.code]).toEqual([422, 'pdf.not-found-there'])
      expect(body.errors[0].path).toBe('evidence.crewCall.0')
    }
    expect((await anna.get(`/pdf/${document.id}`)).body.corrections).toEqual([])
  })
})

describe('GET of a page', () => {
  const picture = async (person: Person, path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${house.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${person.token}`, ...headers },
    })
    return { answer, bytes: Buffer.from(await answer.arrayBuffer()) }
  }

  it('is a picture with a box around each value, for its owner alone', async () => {
    const [anna, boris] = [await house.person(), await house.person()]
    const document = await readByMail(anna, await sheet('7:00'))
    const path = `/pdf/${document.id}/pages/1`
    const { answer, bytes } = await picture(anna, `${path}?width=595`)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(answer.headers.get('cache-control')).toBe('private, no-cache')
    const png = PNG.sync.read(bytes)
    const { box } = document.sheet.shootingDate.evidence[0]
    const at = (Math.round(box.y + box.height / 2) * png.width + Math.round(box.x - 1)) * 4
    expect(png.data[at]! < png.data[at + 1]!).toBe(true)
    const bare = PNG.sync.read((await picture(anna, `${path}?width=595&fields=`)).bytes)
    expect([...bare.data.subarray(at, at + 3)]).toEqual([255, 255, 255])
    expect((await picture(boris, path)).answer.status).toBe(404)
    expect((await picture(house.stranger, path)).answer.status).toBe(401)
    expect((await picture(anna, `/pdf/${document.id}/pages/2`)).answer.status).toBe(404)
    expect((await picture(anna, `${path}?width=90000`)).answer.status).toBe(422)
  })

  it('marks the elements of lists, what a person pointed to, and what was read instead', async () => {
    const anna = await house.person()
    const document = await readByMail(anna, await sheet('7:00'))
    const path = `/pdf/${document.id}/pages/1?width=595`
    const png = async () => PNG.sync.read((await picture(anna, path)).bytes)
    const colourOf = ({ data, width }: PNG, { x, y, height }: Box) => {
      const at = (Math.round(y + height / 2) * width + Math.round(x - 1.5)) * 4
      const [red, green, blue] = data.subarray(at, at + 3)
      if (Math.max(red!, green!, blue!) - Math.min(red!, green!, blue!) < 40) return 'none'
      return red! > green! && red! > blue! ? 'red' : green! > blue! ? 'green' : 'blue'
    }
    const wrap = document.sheet.estimatedWrap.evidence.at(-1).box
    const location = document.sheet.locations[0].evidence.at(-1).box
    const before = await png()
    expect([wrap, location].map((box) => colourOf(before, box))).toEqual(['green', 'green'])
    const { body } = await anna.patch(`/pdf/${document.id}/fields`, {
      values: { estimatedWrap: '20:00' },
      items: {
        locations: [{ before: document.sheet.locations[0].value }],
        meals: [{ after: { name: 'Breakfast', time: '06:15' }, evidence: [{ quotation: '6:15' }] }],
      },
    })
    const meal = body.sheet.meals.find(({ source }: any) => source === 'person').evidence[0].box
    const after = await png()
    expect([wrap, location, meal].map((box) => colourOf(after, box))).toEqual(['red', 'red', 'blue'])
  })

  it('is not sent again to who has it, and is another one after a correction', async () => {
    const anna = await house.person()
    const document = await readByMail(anna, await sheet('7:00'))
    const path = `/pdf/${document.id}/pages/1`
    const etag = (await picture(anna, path)).answer.headers.get('etag')!
    expect((await picture(anna, path, { 'if-none-match': etag })).answer.status).toBe(304)
    await anna.patch(`/pdf/${document.id}/fields`, { values: { estimatedWrap: null } })
    expect((await picture(anna, path, { 'if-none-match': etag })).answer.status).toBe(200)
  })
})
