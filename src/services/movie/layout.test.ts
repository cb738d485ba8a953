import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawLayout } from './layout.ts'

const ids = (grid: string) => drawLayout(grid).seats.map((seat) => seat.id)

describe('a seat plan', () => {
  it('letters the rows that have seats and numbers seats from the left, aisles apart', () => {
    expect(ids('ss_ss\n\n_vv_')).toEqual(['A1', 'A2', 'A3', 'A4', 'B1', 'B2'])
  })

  it('keeps where seats stand: aisles between and across count', () => {
    const drawing = drawLayout('ss_s\n\nv')
    expect(drawing).toMatchObject({ columns: 4, lines: 3, capacity: 4 })
    expect(drawing.seats.map(({ id, x, y }) => [id, x, y])).toEqual([
      ['A1', 0, 0],
      ['A2', 1, 0],
      ['A3', 3, 0],
      ['B1', 0, 2],
    ])
  })

  it('names neighbours only where no aisle lies between', () => {
    const seats = drawLayout('ss_wc').seats
    expect(seats.map(({ id, left, right, block, type }) => ({ id, left, right, block, type }))).toEqual([
      { id: 'A1', left: null, right: 'A2', block: 0, type: 'standard' },
      { id: 'A2', left: 'A1', right: null, block: 0, type: 'standard' },
      { id: 'A3', left: null, right: 'A4', block: 1, type: 'wheelchair' },
      { id: 'A4', left: 'A3', right: null, block: 1, type: 'companion' },
    ])
  })

  it('goes on with AA after Z', () => {
    expect(ids(Array.from({ length: 28 }, () => 's').join('\n')).slice(-3)).toEqual(['Z1', 'AA1', 'AB1'])
  })

  it.each([
    ['without a seat', '__\n_'],
    ['with 61 rows', Array.from({ length: 61 }, () => 's').join('\n')],
    ['with 81 places in a row', 's'.repeat(81)],
  ])('%s is refused', (_, grid) => {
    expect(() => drawLayout(grid)).toThrow('movie.bad-grid')
  })

  it('drawn again from its own grid is the same, whatever was drawn', () => {
    const line = fc
      .array(fc.constantFrom('s', 'v', 'w', 'c', '_'), { maxLength: 30 })
      .map((each) => each.join(''))
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), (lines) => {
        fc.pre(lines.some((each) => /[svwc]/.test(each)))
        const drawing = drawLayout(lines.join('\n'))
        expect(drawLayout(drawing.grid)).toEqual(drawing)
        expect(drawing.capacity).toBe(lines.join('').replace(/_/g, '').length)
        expect(new Set(drawing.seats.map((seat) => seat.id)).size).toBe(drawing.capacity)
        for (const seat of drawing.seats)
          if (seat.right) expect(drawing.seats.find((each) => each.id === seat.right)?.left).toBe(seat.id)
      }),
    )
  })
})
