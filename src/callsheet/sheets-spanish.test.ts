import { describe, expect, it } from 'vitest'
import { readCallSheet } from './index.ts'
import { draw, form, put, table } from './testing/draw.ts'

const referenceDate = Temporal.PlainDate.from('2025-12-10')

describe('Spanish sheets', () => {
  it('reads an orden de rodaje of Spain', async () => {
    const bytes = await draw((pdf) => {
      put(pdf, 40, 30, 'ORDEN DE RODAJE Nº 12', 14, 'bold')
      put(pdf, 320, 30, '"Señales de humo"', 14, 'bold')
      put(pdf, 40, 52, 'Lunes, 15 de diciembre de 2025')
      put(pdf, 320, 52, 'Día 12 de 35')
      form(pdf, 80, [
        ['Citación equipo:', '07:30h'],
        ['Listos para rodar:', '08:45h'],
        ['Comida:', '14:00 a 15:00'],
        ['Fin de rodaje:', '18:30h'],
        ['Orto / Ocaso:', '08:31 / 17:49'],
      ])
      form(pdf, 180, [
        ['Localización 1:', 'Edificio Lavapiés'],
        ['', 'Calle del Amparo, 61, 28012 Madrid'],
        ['Localización 2:', 'Plató 3, C/ Mayor, 12, 28013 Madrid'],
        ['Aparcamiento:', 'Parking público de la plaza'],
        ['Hospital:', 'Hospital 12 de Octubre, Avda. de Córdoba s/n, 28041 Madrid'],
        ['Previsión:', 'Nubes y claros, 6/14 °C'],
      ])
      table(
        pdf,
        300,
        [40, 80, 130, 180, 350, 420],
        [
          ['Sec.', 'Int/Ext', 'D/N', 'Decorado', 'Págs.', 'Personajes'],
          ['75', 'INT', 'D', 'COCINA', '1 7/8', '1, 2'],
          ['79B', 'EXT', 'N', 'PATIO', '3/8', '2'],
          ['81', 'EXT', 'AMANECER', 'AZOTEA', '2', '1'],
        ],
      )
      table(
        pdf,
        380,
        [40, 70, 180, 310, 370, 440],
        [
          ['Nº', 'Personaje', 'Actor/Actriz', 'Recogida', 'Maq.', 'Vest.'],
          ['1', 'ANA', 'Begoña Sanz', '6:15', '6:45', '7:30'],
          ['2', 'PABLO', 'Óscar Gil', 'M. propios', '7:00', '7:45'],
        ],
      )
      put(pdf, 40, 450, 'PREVENCIÓN DE RIESGOS', 9, 'bold')
      put(pdf, 40, 464, '- Suelo mojado en la azotea.')
      put(pdf, 40, 490, 'Jefe de producción: Iván Ruiz 600 123 456')
      put(pdf, 40, 520, 'AVANCE', 9, 'bold')
      put(pdf, 40, 534, 'Martes 16 de diciembre: Sec. 90, 91, citación 09:00')
    })
    const sheet = await readCallSheet(bytes, { referenceDate })
    expect([sheet.kind, sheet.language]).toEqual(['call-sheet', 'es'])
    expect(sheet.productionTitle?.value).toBe('Señales de humo')
    expect(sheet.shootingDate?.value).toBe('2025-12-15')
    expect(sheet.day?.value).toEqual({ number: 12, of: 35 })
    expect([sheet.crewCall?.value, sheet.estimatedWrap?.value]).toEqual(['07:30', '18:30'])
    expect([sheet.sunrise?.value, sheet.sunset?.value]).toEqual(['08:31', '17:49'])
    expect(sheet.meals.map(({ value }) => value.time)).toEqual(['14:00'])
    expect(sheet.locations.map(({ value }) => value)).toEqual([
      { name: 'Edificio Lavapiés', address: 'Calle del Amparo, 61, 28012 Madrid' },
      { name: 'Plató 3', address: 'C/ Mayor, 12, 28013 Madrid' },
    ])
    expect(sheet.hospital?.value.address).toBe('Avda. de Córdoba s/n, 28041 Madrid')
    expect(
      sheet.scenes.map(({ value }) => [value.number, value.intExt, value.dayNight, value.pageEighths]),
    ).toEqual([
      ['75', 'INT', 'DAY', 15],
      ['79B', 'EXT', 'NIGHT', 3],
      ['81', 'EXT', 'DAWN', 16],
    ])
    expect(sheet.cast.map(({ value }) => [value.actor, value.pickup, value.makeup])).toEqual([
      ['Begoña Sanz', '06:15', '06:45'],
      ['Óscar Gil', null, '07:00'],
    ])
    expect(sheet.contacts.map(({ value }) => value.phone)).toContain('+34600123456')
    expect(sheet.advanceSchedule).toHaveLength(1)
  })

  it('reads a Mexican hoja de llamado', async () => {
    const bytes = await draw((pdf) => {
      put(pdf, 200, 30, 'HOJA DE LLAMADO', 16, 'bold')
      put(pdf, 40, 60, 'Producción: El último camión')
      put(pdf, 320, 60, 'Fecha: viernes 12/12/2025')
      put(pdf, 40, 76, 'Día: 2 / 22')
      table(
        pdf,
        110,
        [40, 170, 300, 430],
        [
          ['LLAMADO GENERAL', 'PRIMER TIRO', 'COMIDA', 'CORTE ESTIMADO'],
          ['6:00 AM', '7:15 AM', '12:30 PM', '5:30 PM'],
        ],
        10,
      )
      form(pdf, 160, [
        ['Locación:', 'Cantina La Esquina'],
        ['Dirección:', 'Av. Álvaro Obregón 190, Col. Roma Norte, 06700 CDMX'],
        ['Basecamp:', 'Calle Tabasco 101, Col. Roma Norte, 06700 CDMX'],
        ['Estacionamiento:', 'Pensión de la esquina'],
        ['Hospital más cercano:', 'Hospital Ángeles Roma, Querétaro 58, Col. Roma Norte, 06700 CDMX'],
        ['Amanecer:', '7:02 AM'],
        ['Atardecer:', '5:59 PM'],
      ])
      table(
        pdf,
        300,
        [40, 90, 140, 300, 360, 430],
        [
          ['ESC', 'I/E', 'SET', 'D/N', 'OCTAVOS', 'ELENCO'],
          ['13', 'INT', 'CANTINA', 'D', '2 1/8', '1, 4'],
          ['28A', 'EXT', 'BANQUETA', 'N', '7/8', '3'],
        ],
      )
      table(
        pdf,
        360,
        [40, 200, 340, 420],
        [
          ['PUESTO', 'NOMBRE', 'LLAMADO', 'CELULAR'],
          ['Gaffer', 'Rubén Salas', '5:30 AM', '55 5500 0276'],
          ['1er asistente de cámara', 'Itzel Mora', '5:45 AM', '55 5500 0280'],
          ['Microfonista', 'Leo Paz', 'O/C', '55 5500 0282'],
        ],
      )
    })
    const sheet = await readCallSheet(bytes, { referenceDate, me: { role: 'focus puller' } })
    expect([sheet.kind, sheet.language]).toEqual(['call-sheet', 'es'])
    expect(sheet.productionTitle?.value).toBe('El último camión')
    expect(sheet.shootingDate?.value).toBe('2025-12-12')
    expect(sheet.day?.value).toEqual({ number: 2, of: 22 })
    expect([sheet.crewCall?.value, sheet.estimatedWrap?.value]).toEqual(['06:00', '17:30'])
    expect(sheet.personalCall?.value).toBe('05:45')
    expect([sheet.sunrise?.value, sheet.sunset?.value]).toEqual(['07:02', '17:59'])
    expect(sheet.locations.map(({ value }) => value)).toEqual([
      { name: 'Cantina La Esquina', address: 'Av. Álvaro Obregón 190, Col. Roma Norte, 06700 CDMX' },
    ])
    expect(sheet.unitBase?.value.address).toBe('Calle Tabasco 101, Col. Roma Norte, 06700 CDMX')
    expect(sheet.hospital?.value.name).toBe('Hospital Ángeles Roma')
    expect(
      sheet.scenes.map(({ value }) => [value.number, value.intExt, value.dayNight, value.pageEighths]),
    ).toEqual([
      ['13', 'INT', 'DAY', 17],
      ['28A', 'EXT', 'NIGHT', 7],
    ])
    expect(sheet.contacts.map(({ value }) => value.phone)).toContain('+525555000276')
  })
})
