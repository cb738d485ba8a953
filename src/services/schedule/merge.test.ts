import { describe, expect, it } from 'vitest'
import { mergeRevision } from './merge.ts'
import { scene, sheet } from './sheet.fixture.ts'

const base = sheet()
const wrapByHand = { field: 'estimatedWrap', value: '20:00' } as const

describe('mergeRevision', () => {
  it('keeps an edit when the revision changes something else', () => {
    const merged = mergeRevision(base, [wrapByHand], sheet({ crewCall: '06:30' }))
    expect(merged.effective).toEqual(sheet({ crewCall: '06:30', estimatedWrap: '20:00' }))
    expect(merged).toMatchObject({ kept: [wrapByHand], agreed: [], conflicts: [] })
  })

  it('asks when the revision changes that very field, and goes by the revision meanwhile', () => {
    const merged = mergeRevision(base, [wrapByHand], sheet({ estimatedWrap: '21:00' }))
    expect(merged.effective.estimatedWrap).toBe('21:00')
    expect(merged.kept).toEqual([])
    expect(merged.conflicts).toEqual([
      { field: 'estimatedWrap', value: '20:00', before: '19:00', revised: '21:00' },
    ])
  })

  it('has nothing left to keep when the revision agrees with the edit', () => {
    const merged = mergeRevision(base, [wrapByHand], sheet({ estimatedWrap: '20:00' }))
    expect(merged.effective.estimatedWrap).toBe('20:00')
    expect(merged).toMatchObject({ kept: [], agreed: [wrapByHand], conflicts: [] })
  })

  it.each([
    ['06:00', '06:30', '06:00'],
    ['06:45', '06:30', '06:30'],
    ['23:30', '00:30', '23:30'],
    ['00:30', '23:30', '23:30'],
    ['05:00', null, '05:00'],
    [null, '06:30', '06:30'],
  ])(
    'goes by the earlier of two calls until the user has answered: %s and %s',
    (value, revised, expected) => {
      const merged = mergeRevision(base, [{ field: 'crewCall', value }], sheet({ crewCall: revised }))
      expect(merged.conflicts).toHaveLength(1)
      expect(merged.effective.crewCall).toBe(expected)
    },
  )

  it('keeps an edit of one scene while another scene changes', () => {
    const edited = { ...scene('12A'), set: 'Kiosk' }
    const edit = { field: 'scenes', key: '12A', value: edited } as const
    const next = sheet({ scenes: [scene('14'), scene('12A')] })
    const merged = mergeRevision(base, [edit], next)
    expect(merged.effective.scenes).toEqual([scene('14'), edited])
    expect(merged.kept).toEqual([edit])
  })

  it('asks when the edited scene is dropped', () => {
    const edit = { field: 'scenes', key: '12A', value: { ...scene('12A'), set: 'Kiosk' } } as const
    const merged = mergeRevision(base, [edit], sheet({ scenes: [scene('12')] }))
    expect(merged.conflicts).toMatchObject([{ key: '12A', revised: null }])
    expect(merged.effective.scenes).toEqual([scene('12')])
  })

  it('keeps out what the user took out', () => {
    const edit = { field: 'scenes', key: '12', value: null } as const
    expect(mergeRevision(base, [edit], base).effective.scenes).toEqual([scene('12A')])
  })

  it('leaves the revision itself untouched', () => {
    const next = sheet()
    mergeRevision(base, [wrapByHand], next)
    expect(next).toEqual(sheet())
  })
})
