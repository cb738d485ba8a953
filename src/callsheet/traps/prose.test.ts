import { describe, expect, it } from 'vitest'
import { cells, type Pdf, put, table } from '../testing/draw.ts'
import { plain, read } from '../testing/sheets.ts'

function lines(...texts: readonly string[]): (pdf: Pdf) => void {
  return (pdf) => {
    const top = plain(pdf) + 20
    texts.forEach((text, index) => put(pdf, 40, top + index * 16, text))
  }
}

describe('lines of prose', () => {
  it('name the cast with their times', async () => {
    const sheet = await read(
      lines(
        'LENA - Dorota Wis - make-up 16.00, on set 18.00',
        '2. MARTHE : Nele Wouters - PU 12h00 - HMU 12h45 - ready 15h00',
        'Eli Stone (NORTH) - on set 19:30',
        'Producer - Kim Adler - 512-555-0134, call 9:00',
        'Gaffer - Tom Reed - call 06:30',
      ),
    )
    expect(
      sheet.cast.map(({ value: v }) => [v.number, v.character, v.actor, v.pickup, v.makeup, v.onSet]),
    ).toEqual([
      [null, 'LENA', 'Dorota Wis', null, '16:00', '18:00'],
      ['2', 'MARTHE', 'Nele Wouters', '12:00', '12:45', '15:00'],
      [null, 'NORTH', 'Eli Stone', null, null, '19:30'],
    ])
  })

  it('give scenes with length and cast', async () => {
    const sheet = await read(
      lines(
        'Sc. 7 INT. BAKERY - DAY (2 pgs) Cast: Nora, Eli',
        'Sc. 9 EXT. BAKERY ALLEY - DUSK (4/8)',
        'Scene 33 - INT NIGHT - House / bedroom - 1 page 3/8 - Cast: 1, 4',
        '5/12 INT. NIGHT CLUB - STAGE 1 2/8 pgs LENA, MAREK',
      ),
    )
    expect(
      sheet.scenes.map(({ value: v }) => [v.number, v.intExt, v.dayNight, v.set, v.pageEighths, v.cast]),
    ).toEqual([
      ['7', 'INT', 'DAY', 'BAKERY', 16, ['Nora', 'Eli']],
      ['9', 'EXT', 'DUSK', 'BAKERY ALLEY', 4, []],
      ['33', 'INT', 'NIGHT', 'House / bedroom', 11, ['1', '4']],
      ['5/12', 'INT', null, 'NIGHT CLUB - STAGE', 10, ['LENA', 'MAREK']],
    ])
  })

  it('read day and night without a mark in languages that say it so', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 40, 'KARTA DNIA', 12)
      put(pdf, 40, 60, 'poniedziałek 16 grudnia 2024, zbiórka ekipy 16.30, zdjęcia nocne')
      put(pdf, 40, 80, 'Obiekt: Stacja paliw, ul. Modlińska 190, 03-119 Warszawa')
      put(pdf, 40, 100, '5/12 PL. NOC STACJA PALIW - PODJAZD 1 2/8 str. LENA, MAREK')
    })
    expect(sheet.scenes[0]?.value).toMatchObject({
      number: '5/12',
      intExt: 'EXT',
      dayNight: 'NIGHT',
      set: 'STACJA PALIW - PODJAZD',
      cast: ['LENA', 'MAREK'],
    })
  })

  it('tell the expected wrap from the latest', async () => {
    const sheet = await read(lines('Wrap: 8p (hard out 9p)'))
    expect(sheet.estimatedWrap?.value).toBe('20:00')
  })
})

describe('tables of the cast', () => {
  const columns = [40, 70, 180, 260, 310, 360, 410, 460]

  it('have several stages before the set', async () => {
    const sheet = await read((pdf) =>
      table(pdf, plain(pdf) + 20, columns, [
        ['No', 'ARTISTE', 'CHARACTER', 'P/UP', 'ARRIVE', 'COST', 'M/UP', 'ON SET'],
        ['1', 'ROSALIND KEANE', 'EDITH', '0545', '0630', '0645', '0700', '0800'],
      ]),
    )
    expect(sheet.cast.map(({ value }) => value)).toEqual([
      {
        number: '1',
        character: 'EDITH',
        actor: 'ROSALIND KEANE',
        pickup: '05:45',
        arrival: '06:30',
        makeup: '07:00',
        wardrobe: '06:45',
        onSet: '08:00',
      },
    ])
  })

  it.each([
    ['Nr', 'WYKONAWCA', 'ROLA', 'ODBIÓR', 'PRZYJAZD', 'KOSTIUM', 'CHARAKT.', 'PLAN'],
    ['Nr.', 'DARSTELLER', 'ROLLE', 'ABHOLUNG', 'ANKUNFT', 'KOSTÜM', 'MASKE', 'DREHFERTIG'],
    ['N°', 'COMÉDIEN', 'RÔLE', 'DÉPART', 'ARRIVÉE', 'HABILLAGE', 'MAQ/COIF', 'PAT'],
    ['N.º', 'ACTOR', 'PERSONAJE', 'RECOGIDA', 'LLEGADA', 'VESTUARIO', 'MAQUILLAJE', 'EN SET'],
  ])('are read in every language: %s', async (...headings) => {
    const sheet = await read((pdf) =>
      table(pdf, plain(pdf) + 20, columns, [
        headings,
        ['1', 'ROSALIND KEANE', 'EDITH', '05:45', '06:30', '06:45', '07:00', '08:00'],
      ]),
    )
    expect(sheet.cast[0]?.value).toMatchObject({
      pickup: '05:45',
      arrival: '06:30',
      wardrobe: '06:45',
      makeup: '07:00',
      onSet: '08:00',
    })
  })

  it('may name two of one kind', async () => {
    const sheet = await read((pdf) =>
      table(pdf, plain(pdf) + 20, columns, [
        ['No', 'ARTISTE', 'CHARACTER', 'P/UP', 'HAIR', 'M/UP', 'COST', 'ON SET'],
        ['1', 'ROSALIND KEANE', 'EDITH', '0545', '0630', '0645', '0700', '0800'],
      ]),
    )
    expect(sheet.cast.map(({ value }) => [value.actor, value.makeup, value.onSet])).toEqual([
      ['ROSALIND KEANE', '06:30', '08:00'],
    ])
  })

  it('split numbers off names, and leave departments and extras out', async () => {
    const sheet = await read((pdf) =>
      table(
        pdf,
        plain(pdf) + 20,
        [40, 180, 300, 380],
        [
          ['ARTIST', 'CHARACTER', 'M/UP', 'ON SET'],
          ['1. Holt Barringer', 'REEVE', '0630', '0800'],
          ['Ana Ruiz', 'DRIVER', '0700', '0830'],
          ['Camera', 'as per DOP', '', '0700'],
          ['Atmosphere and stand-ins', '6 passers-by', '', '0900'],
        ],
      ),
    )
    expect(sheet.cast.map(({ value }) => [value.number, value.actor, value.onSet])).toEqual([
      ['1', 'Holt Barringer', '08:00'],
      [null, 'Ana Ruiz', '08:30'],
    ])
  })
})

describe('a schedule by the hour beside a table of people', () => {
  it('keeps its own rows', async () => {
    const sheet = await read((pdf) => {
      const top = plain(pdf) + 20
      cells(
        pdf,
        top,
        [40, 90, 200],
        [
          ['08:00', 'first shot'],
          ['13:00', 'lunch'],
          ['18:00', 'wrap'],
        ],
        20,
      )
      cells(
        pdf,
        top,
        [260, 340, 420, 480],
        [
          ['POSITION', 'NAME', 'CALL'],
          ['Gaffer', 'Tom Reed', '06:30'],
          ['Focus puller', 'Wąsik Józef', '06:15'],
        ],
        20,
      )
    })
    expect(sheet.estimatedWrap?.value).toBe('18:00')
    expect(sheet.meals[0]?.value.time).toBe('13:00')
    expect(sheet.calls.map(({ value }) => value.name)).toEqual(
      expect.arrayContaining(['Tom Reed', 'Wąsik Józef']),
    )
  })
})
