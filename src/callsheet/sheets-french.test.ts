import { describe, expect, it } from 'vitest'
import { readCallSheet } from './index.ts'
import { draw, form, put, table } from './testing/draw.ts'

const referenceDate = Temporal.PlainDate.from('2025-12-10')

describe('French sheets', () => {
  it('reads a feuille de service', async () => {
    const bytes = await draw((pdf) => {
      put(pdf, 180, 30, 'LES VEILLEURS', 18, 'bold')
      put(pdf, 170, 56, 'FEUILLE DE SERVICE N° 12', 12, 'bold')
      put(pdf, 180, 74, 'Lundi 15 décembre 2025 - J12/35')
      form(pdf, 100, [
        ['RDV équipe :', '8h00'],
        ['PAT :', '9h30'],
        ['Déjeuner :', '13h00 - 14h00'],
        ['Fin de journée :', '18h00'],
        ['Lever / Coucher :', '8h36 / 16h54'],
      ])
      form(pdf, 200, [
        ['DÉCOR 1 :', 'Appartement Anna'],
        ['', '54 rue Lepic, 75018 Paris'],
        ['Loges :', 'Salle paroissiale, 12 rue Tholozé'],
        ['Stationnement :', 'ventousage rue Lepic, n° 40 à 60'],
        ['Hôpital :', 'Hôpital Bichat, 46 rue Henri-Huchard, 75018 Paris - 01 40 25 80 80'],
        ['Météo :', 'Couvert, 4/8 °C'],
      ])
      table(
        pdf,
        320,
        [40, 80, 140, 300, 420, 480],
        [
          ['Séq.', 'I/E - J/N', 'Décor', 'Résumé', 'Rôles', 'Pages'],
          ['36', 'INT/JOUR', 'CUISINE ANNA', 'Elle attend.', '1', '1 3/8'],
          ['40A', 'EXT/NUIT', 'COUR', 'Ils courent.', '1, 3', '4/8'],
          ['44', 'INT/SOIR', 'SALON', 'Coup de fil.', '1', '2'],
        ],
      )
      table(
        pdf,
        400,
        [40, 70, 170, 300, 360, 430],
        [
          ['N°', 'Rôle', 'Comédien', 'Prise', 'HMC', 'PAT'],
          ['1', 'ANNA', 'Jeanne Roy', '6h30', '7h00', '9h15'],
          ['3', 'MARC', 'Luc Petit', 'RDV sur place', '8h00', '9h15'],
        ],
      )
      put(pdf, 40, 470, 'SÉCURITÉ', 9, 'bold')
      put(pdf, 40, 484, 'Gilets obligatoires sur la voie publique.')
      put(pdf, 40, 510, 'Régisseur général : Paul Morin 06 39 98 12 80')
      put(pdf, 40, 540, 'DEMAIN', 9, 'bold')
      put(pdf, 40, 554, 'Mardi 16 décembre : Séq. 50, 51, RDV 7h00')
    })
    const sheet = await readCallSheet(bytes, { referenceDate })
    expect([sheet.kind, sheet.language]).toEqual(['call-sheet', 'fr'])
    expect(sheet.productionTitle?.value).toBe('LES VEILLEURS')
    expect(sheet.shootingDate?.value).toBe('2025-12-15')
    expect(sheet.day?.value).toEqual({ number: 12, of: 35 })
    expect([sheet.crewCall?.value, sheet.estimatedWrap?.value]).toEqual(['08:00', '18:00'])
    expect([sheet.sunrise?.value, sheet.sunset?.value]).toEqual(['08:36', '16:54'])
    expect(sheet.meals.map(({ value }) => value.time)).toEqual(['13:00'])
    expect(sheet.locations.map(({ value }) => value)).toEqual([
      { name: 'Appartement Anna', address: '54 rue Lepic, 75018 Paris' },
    ])
    expect(sheet.hospital?.value).toEqual({
      name: 'Hôpital Bichat',
      address: '46 rue Henri-Huchard, 75018 Paris',
    })
    expect(
      sheet.scenes.map(({ value }) => [value.number, value.intExt, value.dayNight, value.pageEighths]),
    ).toEqual([
      ['36', 'INT', 'DAY', 11],
      ['40A', 'EXT', 'NIGHT', 4],
      ['44', 'INT', 'DUSK', 16],
    ])
    expect(sheet.cast.map(({ value }) => [value.actor, value.pickup, value.makeup, value.onSet])).toEqual([
      ['Jeanne Roy', '06:30', '07:00', '09:15'],
      ['Luc Petit', null, '08:00', '09:15'],
    ])
    expect(sheet.contacts.map(({ value }) => value.phone)).toContain('+33639981280')
  })

  it('reads a Belgian sheet whose departments have their own calls', async () => {
    const bytes = await draw((pdf) => {
      put(pdf, 40, 30, 'Feuille de service', 14, 'bold')
      put(pdf, 300, 30, 'Production : Le Canal')
      put(pdf, 40, 52, 'mar. 16/12/25', 11)
      put(pdf, 300, 52, 'Jour 3 sur 20')
      put(pdf, 40, 76, 'Horaires équipe : 9h à 19h')
      put(pdf, 40, 92, 'Prêt à tourner à 10h15 - repas à 14h')
      put(pdf, 40, 120, 'Lieu de tournage : Ancienne brasserie, Rue Haute 45, 1000 Bruxelles')
      put(pdf, 40, 136, 'Base : Place du Jeu de Balle')
      put(pdf, 40, 152, 'Urgences : CHU Saint-Pierre, Rue Haute 322, 1000 Bruxelles')
      table(
        pdf,
        190,
        [40, 200],
        [
          ['Département', 'Convocation'],
          ['Image', '8h30'],
          ['Machinerie', '8h00'],
          ['Maquillage / Coiffure', '7h45'],
        ],
      )
      put(pdf, 40, 290, '12 INT. CAVE - NUIT')
      put(pdf, 52, 303, 'Marc cherche la clé.')
      put(pdf, 40, 324, '13 EXT. JOUR. COUR')
      put(pdf, 52, 337, 'La pluie tombe.')
      put(pdf, 40, 380, 'Assistante de production : Ella Maes 0470 12 34 56')
    })
    const sheet = await readCallSheet(bytes, {
      referenceDate,
      me: { role: 'ostrzyciel', department: 'kamera' },
    })
    expect([sheet.kind, sheet.language]).toEqual(['call-sheet', 'fr'])
    expect(sheet.shootingDate?.value).toBe('2025-12-16')
    expect(sheet.day?.value).toEqual({ number: 3, of: 20 })
    expect(sheet.crewCall?.value).toBe('09:00')
    // The reader's department is the same in every language.
    expect(sheet.personalCall?.value).toBe('08:30')
    expect(sheet.locations.map(({ value }) => value)).toEqual([
      { name: 'Ancienne brasserie', address: 'Rue Haute 45, 1000 Bruxelles' },
    ])
    expect(sheet.hospital?.value.address).toBe('Rue Haute 322, 1000 Bruxelles')
    expect(sheet.scenes.map(({ value }) => [value.number, value.intExt, value.dayNight, value.set])).toEqual([
      ['12', 'INT', 'NIGHT', 'CAVE'],
      ['13', 'EXT', 'DAY', 'COUR'],
    ])
    expect(sheet.contacts.map(({ value }) => value.phone)).toContain('+32470123456')
  })
})
