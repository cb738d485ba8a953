import { describe, expect, it } from 'vitest'
import { cells, form, type Pdf, put, table } from '../testing/draw.ts'
import { read } from '../testing/sheets.ts'

const head = (pdf: Pdf, location = 'Old Mill, 12 River Road, York YO1 7HH'): void => {
  put(pdf, 40, 40, 'CALL SHEET', 16, 'bold')
  form(pdf, 70, [
    ['Date:', 'Monday, December 16, 2024'],
    ['Crew call:', '07:00'],
    ...(location === '' ? [] : [['Location:', location] as const]),
  ])
}

/** A ruled row whose cells are set to the middle of its height. */
const middled = (pdf: Pdf, y: number, row: readonly (readonly [text: string, width: number])[]): void => {
  let x = 40
  for (const [text, width] of row) {
    pdf.lineWidth(0.5).rect(x, y, width, 30).stroke()
    const lines = text.split('\n')
    lines.forEach((line, at) => put(pdf, x + 3, y + 10 - (lines.length - 1) * 5.5 + at * 11, line))
    x += width
  }
}

describe('what is set as a form', () => {
  it('is one text in a ruled cell, though only its width breaks it over lines', async () => {
    const { estimatedWrap, day } = await read((pdf) => {
      head(pdf)
      middled(pdf, 140, [
        ['Shoot\nday', 32],
        ['12 of 40', 60],
        ['Estimated\nwrap', 50],
        ['18:30', 50],
      ])
    })
    expect(estimatedWrap?.value).toBe('18:30')
    expect(day?.value).toEqual({ number: 12, of: 40 })
  })

  it('parts at lines of dashes as at rules', async () => {
    const { parking } = await read((pdf) => {
      head(pdf)
      put(pdf, 40, 140, 'CREW PARKING: Lot 2, Mesa Studios')
      put(pdf, 40, 151, '-'.repeat(90))
      put(pdf, 40, 162, 'Nobody walks on the grass')
    })
    expect(parking?.value).toEqual({ name: 'Lot 2, Mesa Studios', address: null })
  })

  it('tells a place that begins as its label does, and the label that is broken beside it', async () => {
    const { hospital } = await read((pdf) => {
      head(pdf)
      put(pdf, 40, 140, 'Nearest')
      put(pdf, 40, 150, 'hospital')
      put(pdf, 120, 140, 'Hospital of St John')
      put(pdf, 120, 150, '60 Grove End Road, London NW8 9NH')
    })
    expect(hospital?.value).toEqual({
      name: 'Hospital of St John',
      address: '60 Grove End Road, London NW8 9NH',
    })
  })

  it('has two times under two labels in their order', async () => {
    const { sunrise, sunset } = await read((pdf) => {
      head(pdf)
      cells(pdf, 140, [40, 160], [['SUNRISE / SUNSET'], ['8:19 / 15:43']], 16)
    })
    expect([sunrise?.value, sunset?.value]).toEqual(['08:19', '15:43'])
  })

  it('has places in rows beside a cell that all of them share', async () => {
    const { locations } = await read((pdf) => {
      head(pdf, '')
      const edges = [40, 70, 150, 330]
      cells(
        pdf,
        140,
        edges,
        [
          ['LOC', 'LOCATION NAME', 'ADDRESS'],
          ['1', 'Old Mill', '12 River Road, York YO1 7HH'],
          ['2', 'The Granary', '4 Mill Lane, York YO10 3BQ'],
        ],
        16,
      )
      pdf.rect(330, 140, 150, 16).rect(330, 156, 150, 32).stroke()
      put(pdf, 333, 143, 'NEAREST HOSPITAL', 7)
      put(pdf, 333, 160, 'York Hospital', 7)
      put(pdf, 333, 169, 'Wigginton Road, York YO31 8HE', 7)
    })
    expect(locations.map(({ value }) => value)).toEqual([
      { name: 'Old Mill', address: '12 River Road, York YO1 7HH' },
      { name: 'The Granary', address: '4 Mill Lane, York YO10 3BQ' },
    ])
  })

  it('has the place of the day line by line beside its scenes, where nothing else says it', async () => {
    const { locations } = await read((pdf) => {
      head(pdf, '')
      table(
        pdf,
        140,
        [40, 80, 240, 290, 340],
        [
          ['SCENE', 'SET', 'D/N', 'PAGES', 'LOCATION'],
          ['88', "INT. SHERIFF'S OFFICE", 'D', '3 4/8', 'Stage 5'],
          ['90', 'INT. JAIL CELL', 'N', '1 2/8', 'Mesa Studios'],
          ['91', 'EXT. MAIN STREET', 'N', '6/8', '900 Ranch Rd, Santa Fe, NM 87507'],
        ],
      )
    })
    expect(locations.map(({ value }) => value)).toEqual([
      { name: 'Stage 5, Mesa Studios', address: '900 Ranch Rd, Santa Fe, NM 87507' },
    ])
  })

  it('is no place that ends what somebody does, in the second line of its band', async () => {
    const { locations } = await read((pdf) => {
      head(pdf)
      pdf.rect(40, 140, 240, 26).stroke()
      put(pdf, 43, 142, 'Assistant on')
      put(pdf, 43, 153, 'location')
      put(pdf, 120, 142, 'Kim Vance')
      put(pdf, 120, 153, 'Delgado')
      put(pdf, 240, 142, '06:30')
    })
    expect(locations).toHaveLength(1)
  })
})
