import { describe, expect, it } from 'vitest'
import { cells, form, type Pdf, put, table } from '../testing/draw.ts'
import { codes, read } from '../testing/sheets.ts'

/** A heading and a date, without a place. */
function dated(pdf: Pdf, title: string): void {
  put(pdf, 40, 30, title, 14, 'bold')
  put(pdf, 40, 52, 'Fecha: 16/12/2024')
}

const placesOf = async (drawing: (pdf: Pdf) => void) =>
  (await read(drawing)).locations.map(({ value }) => value)

describe('where the day is', () => {
  it('is not mixed with the hours that stand beside it in one frame', async () => {
    const places = await placesOf((pdf) => {
      dated(pdf, 'HOJA DE LLAMADO')
      pdf.lineWidth(1).rect(36, 70, 520, 64).stroke()
      table(
        pdf,
        76,
        [42, 190, 250],
        [
          ['Llamado crew', '07:00', 'LOCACIÓN 1: Foro 5'],
          ['Llamado crew en locación', '07:30', 'Calz. de Tlalpan 2818, Coyoacán, 04870 CDMX'],
          ['Comida', '13:00', 'LOCACIÓN 2: Bodega Vallejo'],
          ['Corte', '19:00', 'Poniente 140 No. 606, 02300 CDMX'],
        ],
      )
    })
    expect(places).toEqual([
      { name: 'Foro 5', address: 'Calz. de Tlalpan 2818, Coyoacán, 04870 CDMX' },
      { name: 'Bodega Vallejo', address: 'Poniente 140 No. 606, 02300 CDMX' },
    ])
  })

  it('may be numbered with Roman numerals', async () => {
    const places = await placesOf((pdf) => {
      put(pdf, 40, 30, 'PLAN DNIA 16.12.2024', 14, 'bold')
      form(pdf, 60, [
        ['OBIEKT I: Młyn', ''],
        ['Adres: ul. Młyńska 3, 31-053 Kraków', ''],
        ['OBIEKT II: Kamieniołom', ''],
        ['Adres: ul. Za Torem 22, 30-542 Kraków', ''],
      ])
    })
    expect(places).toEqual([
      { name: 'Młyn', address: 'ul. Młyńska 3, 31-053 Kraków' },
      { name: 'Kamieniołom', address: 'ul. Za Torem 22, 30-542 Kraków' },
    ])
  })

  it('has its name before the street, where its label only says address', async () => {
    const places = await placesOf((pdf) => {
      put(pdf, 40, 30, 'FEUILLE DE SERVICE du 16 décembre 2024', 14, 'bold')
      form(pdf, 60, [['Adresse', 'Ancienne soierie - 8 rue Richan, 69004 Lyon']])
    })
    expect(places).toEqual([{ name: 'Ancienne soierie', address: '8 rue Richan, 69004 Lyon' }])
  })

  it('begins with a street that has no number of its own, behind the name', async () => {
    const places = await placesOf((pdf) => {
      put(pdf, 40, 30, 'FEUILLE DE SERVICE du 16 décembre 2024', 14, 'bold')
      form(pdf, 60, [['Lieu', 'Hangar J4 - Esplanade du J4, 13002 Marseille']])
    })
    expect(places).toEqual([{ name: 'Hangar J4', address: 'Esplanade du J4, 13002 Marseille' }])
  })

  it('stands under its label, set in a little', async () => {
    const places = await placesOf((pdf) => {
      put(pdf, 40, 30, 'CALL SHEET Monday, December 16, 2024', 14, 'bold')
      put(pdf, 40, 60, 'LOC:', 7)
      put(pdf, 52, 69, 'Old Mill', 7)
      put(pdf, 52, 78, '12 River Road, York YO1 7HH', 7)
    })
    expect(places).toEqual([{ name: 'Old Mill', address: '12 River Road, York YO1 7HH' }])
  })

  it('is no column of the cast that stands beside it', async () => {
    const places = await placesOf((pdf) => {
      put(pdf, 40, 30, 'TAGESDISPO 16.12.2024', 14, 'bold')
      table(
        pdf,
        60,
        [32, 220, 250, 340, 430, 490],
        [
          ['MOTIV 1', 'ID', 'Darsteller', 'Rolle', 'Maske', 'am Set'],
          ['Gasthof Zur Post', '1', 'Anke Bauer', 'HANNA', '07:00', '08:30'],
          ['Hauptstr. 4, 82064 Straßlach', '2', 'Jan Weber', 'PAUL', '07:30', '08:30'],
        ],
        7,
      )
    })
    expect(places).toEqual([{ name: 'Gasthof Zur Post', address: 'Hauptstr. 4, 82064 Straßlach' }])
  })

  it('is nobody’s row in the list of calls beside it', async () => {
    const places = await placesOf((pdf) => {
      put(pdf, 40, 30, 'TAGESDISPO 16.12.2024', 14, 'bold')
      table(
        pdf,
        60,
        [32, 210, 400],
        [
          ['Drehort', 'Produktion', '08:15'],
          ['Reihenhaus Farmsen', 'Aufnahmeleitung', '08:15'],
          ['Berner Heerweg 112, 22159 Hamburg', 'Regie', '08:15'],
        ],
        7,
      )
    })
    expect(places).toEqual([{ name: 'Reihenhaus Farmsen', address: 'Berner Heerweg 112, 22159 Hamburg' }])
  })

  it('ends with its page, where the next begins with another row of the form', async () => {
    const places = await placesOf((pdf) => {
      put(pdf, 40, 30, 'TAGESDISPO 16.12.2024', 14, 'bold')
      table(pdf, 780, [32, 130], [['Location 1', 'Altbauwohnung, Akazienstr. 7a, 10823 Berlin']])
      pdf.addPage()
      table(
        pdf,
        40,
        [32, 130],
        [
          ['Parken', 'Halteverbotszone, Privat-Pkw in den Seitenstraßen'],
          ['Krankenhaus', 'DRK Kliniken Westend, Spandauer Damm 130, 14050 Berlin'],
        ],
      )
    })
    expect(places).toEqual([{ name: 'Altbauwohnung', address: 'Akazienstr. 7a, 10823 Berlin' }])
  })

  it('may be called as what one rings in need, with what kind of place it is in brackets', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 30, 'FEUILLE DE SERVICE du 16 décembre 2024', 14, 'bold')
      cells(
        pdf,
        60,
        [36, 200, 360],
        [
          [
            'Lieu de tournage 1\nAtelier\n8 rue Richan,\n69004 Lyon',
            'Lieu de tournage 2\nCommissariat\n(décor)\n47 cours Lafayette,\n69003 Lyon',
          ],
        ],
        60,
      )
    })
    expect(sheet.locations.map(({ value }) => value)).toEqual([
      { name: 'Atelier', address: '8 rue Richan, 69004 Lyon' },
      { name: 'Commissariat (décor)', address: '47 cours Lafayette, 69003 Lyon' },
    ])
    expect(codes(sheet)).not.toContain('location-without-address')
  })
})

describe('the address of the hospital', () => {
  it('is without the short numbers to ring', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 30, 'PLAN DNIA 16.12.2024', 14, 'bold')
      form(pdf, 60, [
        ['Szpital:', 'Szpital Praski, al. Solidarności 67, 03-401 Warszawa, tel. 112. Pogotowie 999'],
      ])
    })
    expect(sheet.hospital?.value).toEqual({
      name: 'Szpital Praski',
      address: 'al. Solidarności 67, 03-401 Warszawa',
    })
  })
})

describe('a vendor of an English business park', () => {
  it('is called by its name, and its unit belongs to the address', async () => {
    const sheet = await read((pdf) => {
      put(pdf, 40, 30, 'CALL SHEET Monday, December 16, 2024', 14, 'bold')
      form(pdf, 60, [
        ['Camera pick up:', '06:00 Panorama Hire, Unit 4, Metropolitan Park, Greenford UB6 8UP'],
      ])
    })
    expect(sheet.vendorStops.map(({ value }) => value)).toEqual([
      { name: 'Panorama Hire', address: 'Unit 4, Metropolitan Park, Greenford UB6 8UP', time: '06:00' },
    ])
  })
})
