import { describe, expect, it } from 'vitest'
import { form, type Pdf, put, table } from '../testing/draw.ts'
import { read } from '../testing/sheets.ts'

const facts = [
  ['Date:', 'Monday, December 16, 2024'],
  ['Crew call:', '07:00'],
  ['Location:', 'Old Mill, 12 River Road, York YO1 7HH'],
] as const

const head = (pdf: Pdf): void => {
  put(pdf, 40, 40, 'CALL SHEET', 16, 'bold')
  form(pdf, 70, facts)
}

describe('what stands in the cells of a sheet', () => {
  it.each([
    ['crew cars: side roads off River Road; trucks at base', /^crew cars: side roads/u],
    ['crew: street beside the mill', /^crew: street beside/u],
  ])('is parking with the words that say whose: %s', async (value, expected) => {
    const { parking } = await read((pdf) => {
      head(pdf)
      form(pdf, 130, [['Parking:', value]])
    })
    expect([parking?.value.name, parking?.value.address].filter(Boolean).join(', ')).toMatch(expected)
  })

  it('keeps the hyphen of a name that goes on in the next line', async () => {
    const { hospital } = await read((pdf) => {
      head(pdf)
      put(pdf, 40, 130, 'Nearest hospital:')
      put(pdf, 160, 130, 'Mercy Hospital, 17 Beech Road, Chorlton-')
      put(pdf, 160, 141, 'cum-Hardy M21 8BQ')
    })
    expect(hospital?.value.address).toBe('17 Beech Road, Chorlton-cum-Hardy M21 8BQ')
  })

  it('is the revision in the cell beside its label', async () => {
    const { revision } = await read((pdf) => {
      head(pdf)
      form(pdf, 130, [['Revision', '2 (blue)']])
    })
    expect(revision?.value).toMatchObject({ number: 2, colour: 'blue' })
  })

  it('is the cast only as far as the crew', async () => {
    const { cast, calls } = await read((pdf) => {
      put(pdf, 40, 40, 'Tagesdisposition', 16, 'bold')
      form(pdf, 70, [
        ['Datum:', 'Montag, 16.12.2024'],
        ['Arbeitsbeginn:', '07:00'],
        ['Motiv:', 'Mühle, Mühlenweg 4, 10115 Berlin'],
      ])
      const columns = [40, 80, 240, 360, 440]
      const next = table(pdf, 140, columns, [
        ['#', 'Darsteller', 'Rolle', 'Maske', 'drehbereit'],
        ['1', 'Lena Gräf', 'ANNA', '06:00', '08:00'],
        ['2', 'Cem Öztürk', 'PAUL', '06:15', '08:00'],
      ])
      put(pdf, 40, next + 6, 'STAB', 9, 'bold')
      table(
        pdf,
        next + 20,
        [40, 180, 300],
        [
          ['Produktion', '', '06:30'],
          ['Produktionsleitung', 'Katharina Tiefenbach', '06:30'],
          ['Filmgeschäftsführung', 'Nele Stolpe', '06:45'],
        ],
      )
    })
    expect(cast.map(({ value }) => value.actor)).toEqual(['Lena Gräf', 'Cem Öztürk'])
    expect(calls.map(({ value }) => value.name)).toContain('Nele Stolpe')
  })
})

describe('a schedule that does not say which', () => {
  const strips = (text: readonly string[]) => (pdf: Pdf) => {
    put(pdf, 40, 40, 'PLAN DE TRAVAIL', 16, 'bold')
    table(
      pdf,
      70,
      [40, 90, 150, 300, 350, 400],
      [
        ['SÉQ', 'Int/Ext', 'DÉCORS', 'Pages', 'Rôles', ...(text.length > 0 ? ['Résumé'] : [])],
        ...[12, 14, 15, 18, 22].map((number) => [`${number}`, 'INT', 'CUISINE', '1 4/8', '1, 2', ...text]),
        ['Jour 1 - lundi 16 décembre 2024'],
      ],
    )
  }

  it('is the short one where each scene is a line', async () => {
    expect((await read(strips([]))).subkind).toBe('one-line-schedule')
    expect((await read(strips(['Elle trouve la lettre']))).subkind).toBe('shooting-schedule')
  })
})
