import { afterAll, beforeAll, expect, it } from 'vitest'
import { draw, form, put, table } from '../../src/callsheet/testing/draw.ts'
import type { TestHouse } from '../harness/house.ts'
import { until } from '../harness/until.ts'
import { openReadingHouse } from '../support/reading-house.ts'
import { readByMail } from '../support/sheets.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openReadingHouse()
})
afterAll(() => house.stop())

const sheet = () =>
  draw((page) => {
    put(page, 30, 30, 'Tin Moon', 16, 'bold')
    put(page, 30, 56, 'CALL SHEET', 16, 'bold')
    form(page, 80, [
      ['Date:', 'Monday, December 16, 2024'],
      ['Crew call:', '07:00'],
      ['Location:', 'Old Mill, 12 River Road, York YO1 7HH'],
      ['Hospital:', 'York Hospital, Wigginton Road, York YO31 8HE'],
    ])
    table(
      page,
      200,
      [30, 150, 280],
      [
        ['POSITION', 'NAME', 'CALL'],
        ['Gaffer', 'Anna Nowak', '06:20'],
        ['Grip', 'Jo Reed', '06:40'],
      ],
    )
  })

it('what a person puts right on a sheet is what their day goes by', async () => {
  const anna = await house.person()
  await anna.patch('/config/settings', { crewName: 'Anna Nowak' })
  const document = await readByMail(anna, await sheet())
  const dayAt = (call: string) =>
    until(`a day that begins at ${call}`, async () => {
      const [listed] = (await anna.get('/schedules')).body.items
      return listed && clock(listed) === call && (await anna.get(`/schedules/${listed.dayId}`)).body
    })
  const correct = async (body: object) =>
    expect((await anna.patch(`/pdf/${document.id}/fields`, body)).status).toBe(200)

  await dayAt('06:20')
  const own = document.sheet.calls.find(({ value }: any) => value.name === 'Anna Nowak').value
  const hospital = { name: 'Bootham Park', address: 'Bootham, York YO30 7BY' }
  const weir = { name: 'Weir', address: '3 Weir Lane, York YO10 4AA' }
  await correct({
    values: { hospital },
    items: {
      calls: [{ before: own, after: { ...own, time: '05:50' } }],
      locations: [{ before: document.sheet.locations[0].value, after: weir }],
      meals: [{ after: { name: 'Lunch', time: '12:30' } }],
    },
  })
  const { sheet: planned, location } = await dayAt('05:50')
  expect(location).toMatchObject(weir)
  expect(planned).toMatchObject({
    hospital: { value: hospital },
    locations: [{ value: weir }],
    meals: [{ value: { name: 'Lunch', time: '12:30' } }],
  })

  await correct({ values: { personalCall: '05:10' } })
  await dayAt('05:10')
})

const clock = ({ call, timeZone }: { call: string; timeZone: string }) =>
  Temporal.Instant.from(call).toZonedDateTimeISO(timeZone).toPlainTime().toString().slice(0, 5)
