import { describe, expect, it } from 'vitest'
import { readablePages, understand } from '../read.ts'
import { draw, form, table } from '../testing/draw.ts'
import { codes, plain, read, referenceDate } from '../testing/sheets.ts'
import type { Field, Place } from '../types.ts'
import { doubtPlaces } from './places.ts'

const place = (name: string | null, address: string | null, confidence = 0.95): Field<Place> => ({
  value: { name, address },
  confidence,
  evidence: [],
})

const mill = place('Old Mill', '12 River Road, York YO1 7HH')
const looked = (
  locations: Field<Place>[],
  { hospital = null, numberedTo = 0 }: { hospital?: Field<Place> | null; numberedTo?: number } = {},
) => doubtPlaces({ places: { locations, hospital }, numberedTo, country: 'GB' })

describe('a location', () => {
  it('that says where it is stands as it was read', () => {
    const sure = [
      mill,
      place('Altbauwohnung', 'Akazienstraße 7a, 10823 Berlin'),
      place('Piso Eixample', 'Carrer de Mallorca 214, 3r 2a, 08008 Barcelona'),
      place(null, 'Plac Zamkowy, Plac Zamkowy 4, 00-277 Warszawa'),
      place(null, '18 Hawthorn Terrace, Leeds LS6 1DB'),
    ]
    expect(looked(sure)).toEqual({ locations: sure, problems: [] })
  })

  it('without an address is asked for, wherever it stands in the order of the day', () => {
    const { locations, problems } = looked([mill, place('The woods', null)])
    expect(locations.map(({ confidence }) => confidence)).toEqual([0.95, 0.55])
    expect(problems).toMatchObject([{ code: 'location-without-address', field: 'locations' }])
    expect(problems[0]?.message).toContain('The woods')
  })

  it.each([
    ['a company', 'Prinzenallee 84, 13357 Berlin, Nordlicht Film GmbH & Co. KG'],
    ['a contact', '12 River Road, York YO1 7HH, 020 7946 0123'],
    ['a time', '12 River Road, York YO1 7HH, from 14:30'],
    ['a place of its own', 'Old Mill, 12 River Road, York YO1 7HH'],
    ['no street', 'behind the church'],
    ['no town', '31 rue Lepic, 75018'],
    ['too much', `12 River Road, York YO1 7HH ${'and past the second gate '.repeat(5)}`],
  ])('whose address holds %s looks wrong', (_, address) => {
    const { locations, problems } = looked([place(null, address)])
    expect(problems.map(({ code }) => code)).toEqual(['location-looks-wrong'])
    expect(locations[0]).toMatchObject({ value: { address }, confidence: 0.55 })
  })

  it('of which no figure was recognised looks wrong beside one with a postal code', () => {
    const bare = place('The quay', 'Quayside Terrace, York')
    expect(looked([mill, bare]).problems.map(({ code }) => code)).toEqual(['location-looks-wrong'])
    expect(looked([bare]).problems).toEqual([])
  })

  it.each(['V 4', 'Police station (former'])('under what is left of a name (%s) looks wrong', (name) => {
    expect(looked([place(name, '31 rue Lepic, 75018 Paris')]).problems).toHaveLength(1)
  })

  it('at the address of the hospital looks wrong', () => {
    const hospital = place('York Hospital', '12 River Road, York, YO1 7HH')
    expect(looked([mill], { hospital }).problems).toHaveLength(1)
  })

  it('that is numbered and was not found is asked for', () => {
    expect(looked([mill], { numberedTo: 2 }).problems).toHaveLength(1)
    expect(looked([mill], { numberedTo: 1 }).problems).toEqual([])
  })

  it('of a sheet is looked at', async () => {
    const sheet = await read((pdf) => void form(pdf, plain(pdf), [['Location 3:', 'The woods']]))
    expect(codes(sheet)).toContain('location-looks-wrong')
  })
})

describe('the reader’s own call', () => {
  /** The same sheet from a copier: the words are those of the PDF. */
  const copied = async (rows: readonly (readonly string[])[], name = 'Anna Nowak') => {
    const bytes = await draw((pdf) => {
      const y = form(pdf, plain(pdf), [['Est. wrap:', '19:00']])
      table(pdf, y + 20, [40, 200, 320], rows)
    })
    const pages = await readablePages(bytes)
    const options = { referenceDate, me: { ...me, name } }
    return understand(
      pages.map((page) => ({ ...page, lean: 0 })),
      options,
    )
  }

  const me = { name: 'Anna Nowak', role: 'Focus puller', department: 'Camera' }
  /** Names in columns that the reader cannot take for a table of calls. */
  const listed = (rows: readonly (readonly string[])[], reader = me, wrap = '19:00') =>
    read(
      (pdf) => {
        const y = form(pdf, plain(pdf), [['Est. wrap:', wrap]])
        table(pdf, y + 20, [40, 200, 320], rows)
      },
      { me: reader },
    )

  it('is asked for where another time stands beside their name', async () => {
    const sheet = await listed([['Nowak A. comes earlier', 'by the gate', '05:15']])
    expect(sheet.personalCall?.value ?? sheet.crewCall?.value).toBe('07:00')
    expect(sheet.problems).toContainEqual({
      code: 'own-call-looks-wrong',
      field: 'personalCall',
      message: expect.stringContaining('05:15'),
    })
  })

  it('is the general one where nothing else stands beside their name', async () => {
    expect(codes(await listed([['Anna Nowak', 'gate B', '07:00']]))).toEqual([])
    expect(codes(await listed([['Anna Nowak', 'gate B', '']]))).toEqual([])
    expect(codes(await listed([['Jan Kot', 'gate B', '05:15']]))).toEqual([])
  })

  it('is asked for where a picture of text has none beside their name', async () => {
    const lost = [
      ['Focus puller', 'Anna Nowak', ''],
      ['Gaffer', 'Jan Kot', '07:00'],
    ]
    expect(codes(await listed(lost))).toEqual([])
    expect(codes(await copied(lost))).toContain('own-call-looks-wrong')
    expect(codes(await copied(lost, 'Jan Kot'))).not.toContain('own-call-looks-wrong')
    expect(codes(await copied([['Focus puller', 'Anna Nowak', '020 7946 0123']]))).not.toContain(
      'own-call-looks-wrong',
    )
  })

  it('is asked for where a picture of text lists the calls of all but them', async () => {
    const others = ['Jan Kot', 'Ewa Lis', 'Thomas Reed', 'Zofia Wilk'].map((name) => [
      'Gaffer',
      name,
      '06:45',
    ])
    const sheet = [['ROLE', 'NAME', 'CALL'], ...others]
    expect(codes(await listed(sheet))).toEqual([])
    expect(codes(await copied(sheet))).toContain('own-call-looks-wrong')
    expect(codes(await copied(sheet, 'Ewa Lis'))).not.toContain('own-call-looks-wrong')
  })

  it('is none of the crew’s day when it is half a day away from it', async () => {
    const rows = (time: string) => [
      ['ROLE', 'NAME', 'CALL'],
      ['Focus puller', 'Anna Nowak', time],
      ['Gaffer', 'Jan Kot', '07:00'],
    ]
    const late = await listed(rows('20:30'))
    expect(late.personalCall?.value).toBe('20:30')
    expect(codes(late)).toContain('own-call-looks-wrong')
    expect(codes(await listed(rows('05:00')))).toEqual([])
    expect(codes(await listed(rows('13:00')))).toEqual([])
  })
})
