import { describe, expect, it } from 'vitest'
import { cells, put } from '../testing/draw.ts'
import { plain, read } from '../testing/sheets.ts'

const textsOf = (fields: readonly { value: string }[]): string[] => fields.map(({ value }) => value)

describe('headings of lists in an office’s own words', () => {
  it('are known by one of their words, whatever marks the items have, and end at the next heading', async () => {
    const sheet = await read((pdf) => {
      const y = plain(pdf) + 20
      const lines = [
        'Equipment we hire',
        '» Crane, 7 m',
        '» Tracking vehicle',
        'Safety for everybody!',
        '» No smoking.',
        'Afterwards',
        '» The pub.',
      ]
      lines.forEach((line, index) =>
        put(pdf, 40, y + index * 12, line, 8, line.startsWith('»') ? 'regular' : 'bold'),
      )
    })
    expect(textsOf(sheet.equipment)).toEqual(['Crane, 7 m', 'Tracking vehicle'])
    expect(textsOf(sheet.safetyNotes)).toEqual(['No smoking.'])
  })

  it('head a ruled cell for each item', async () => {
    const sheet = await read((pdf) => {
      const y = plain(pdf) + 20
      cells(
        pdf,
        y,
        [30, 560],
        [
          ['SAFETY'],
          ['Hard hats in the hall.'],
          ['No open fire.'],
          ['NOTES'],
          ['Bring boots.'],
          ['No photographs.'],
        ],
        14,
      )
    })
    expect(textsOf(sheet.safetyNotes)).toEqual(['Hard hats in the hall.', 'No open fire.'])
    expect(textsOf(sheet.notes)).toEqual(['Bring boots.', 'No photographs.'])
  })

  it.each(['Safety supervisor', 'Other times'])(
    'are none where they say who or when: %s',
    async (heading) => {
      const sheet = await read((pdf) => {
        const y = plain(pdf) + 20
        put(pdf, 40, y, heading, 8, 'bold')
        put(pdf, 40, y + 12, 'Rhea Moss', 8)
      })
      expect([...sheet.safetyNotes, ...sheet.notes]).toEqual([])
    },
  )
})
