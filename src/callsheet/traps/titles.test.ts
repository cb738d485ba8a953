import { describe, expect, it } from 'vitest'
import { form, type Pdf, put } from '../testing/draw.ts'
import { read } from '../testing/sheets.ts'

/** The rest of a sheet; the test draws what stands at its top. */
function rest(pdf: Pdf): void {
  form(pdf, 150, [
    ['Date:', 'Monday, December 16, 2024'],
    ['Crew call:', '07:00'],
    ['Location:', 'Bar "Orion", 12 River Road, York YO1 7HH'],
  ])
}

async function titleOf(...lines: (readonly [text: string, size?: number])[]) {
  const sheet = await read((pdf) => {
    lines.forEach(([text, size], index) => put(pdf, 40, 40 + index * 22, text, size ?? 9))
    rest(pdf)
  })
  return sheet.productionTitle
}

describe('the production’s title', () => {
  it.each([
    ['CALL SHEET "SOK MALINOWY" 30"', 'SOK MALINOWY'],
    ['Call Sheet - "Paper Moons"', 'Paper Moons'],
    ['PUB « BRISE »', 'BRISE'],
    ['SERIAL „NOCNA ZMIANA” odc. 5-6', 'NOCNA ZMIANA'],
    ['Tagesdispo „Der stille Deich“ (AT)', 'Der stille Deich'],
    ["CALL SHEET 'OCEAN'S EDGE'", "OCEAN'S EDGE"],
    ['“VIENTO DEL ISTMO” Día 6 de 24', 'VIENTO DEL ISTMO'],
  ])('is what stands in quotation marks: %s', async (text, title) => {
    const field = await titleOf([text])
    expect(field?.value).toBe(title)
    expect(field?.confidence).toBeGreaterThan(0.8)
    expect(field?.evidence.at(-1)?.text).toContain(title.split(' ')[0])
  })

  it('is the largest text that is not the document’s own name', async () => {
    const field = await titleOf(
      ['LES EAUX GRISES', 15],
      ['un film de Maud Ferrand'],
      ['FEUILLE DE SERVICE', 14],
    )
    expect(field).toMatchObject({ value: 'LES EAUX GRISES' })
    expect(field?.confidence).toBeGreaterThan(0.8)
  })

  it.each([
    ['SERIAL NOCNA ZMIANA odc. 5', 'KARTA DNIA', 'NOCNA ZMIANA'],
    ['film fabularny pt. CISZA', 'PLAN PRACY', 'CISZA'],
    ['CALL SHEET #4 – THE LONG QUIET', 'Saturday', 'THE LONG QUIET'],
    ['DAY 4 - THE LONG QUIET', 'Call sheet', 'THE LONG QUIET'],
    ['CALL SHEET: PAPER MOONS', 'Saturday', 'PAPER MOONS'],
    ['Película: Viento   Director: Ana Ruiz', 'HOJA DE LLAMADO', 'Viento'],
  ])('is told from what stands before and behind it: %s', async (text, kind, title) => {
    expect((await titleOf([text], [kind]))?.value).toBe(title)
  })

  it('may hold a quotation between its own words', async () => {
    expect((await titleOf(['Projekt: Alpenquell „Frisch“ TVC'], ['TAGESDISPO']))?.value).toBe(
      'Alpenquell „Frisch“ TVC',
    )
    expect((await titleOf(['Projekt: Serie „Frisch“ Staffel 2'], ['TAGESDISPO']))?.value).toBe('Frisch')
  })

  it('is not what the document is called besides', async () => {
    expect(await titleOf(['PLAN PRACY NR 3', 16])).toBeNull()
    expect(await titleOf(['Preliminary call sheet', 16])).toBeNull()
    expect((await titleOf(['DISPO Alpenmilch', 16]))?.confidence).toBeLessThan(0.6)
  })

  it('is no company, though its name is largest or stands behind a label', async () => {
    expect(await titleOf(['Marea Alta Films S.L.', 16], ['CALL SHEET'])).toBeNull()
    expect(await titleOf(['Production: Les Films du Quai'], ['CALL SHEET'])).toBeNull()
    const field = await titleOf(['Nordufer Filmproduktion GmbH', 14], ['CALL SHEET'], ['"Paper Moons"'])
    expect(field?.value).toBe('Paper Moons')
  })

  it('is not sure by place alone, and says nothing where nothing tells', async () => {
    const field = await titleOf(['THE LONG QUIET'], ['CALL SHEET'])
    expect(field?.value).toBe('THE LONG QUIET')
    expect(field?.confidence).toBeLessThan(0.6)
    expect(await titleOf(['CALL SHEET', 16], ['Hi all, see you bright and early.'])).toBeNull()
  })
})
