import { formLayout } from '../form/layout.ts'
import { fileStem } from '../sheet.ts'

/** A series' plan dnia: facts in two columns of plain lines, everything else in thin grids. */
export const polishSerial = formLayout({
  settings: ['poland'],
  paper: 'A4',
  look: {
    font: 'condensed',
    bold: 'condensed-bold',
    size: 7.5,
    headFill: '#e2d8c3',
    lines: 'grid',
    accent: '#5a3e12',
    gap: 6,
  },
  fileName: ({ production, day, revision }) =>
    `PD ${day.number} ${fileStem(production).replaceAll('_', ' ')} ${revision.issuedAt.slice(0, 10).split('-').toReversed().join('.')}.pdf`,
  parts: [
    {
      part: 'head',
      as: 'strip',
      big: 'crewCall',
      left: ['date', 'day', 'productionCall', 'shootingCall', 'wrap'],
      right: ['director', 'sunrise', 'sunset', 'weather', 'version', 'issued'],
    },
    {
      part: 'facts',
      as: 'two-columns',
      facts: ['locations', 'hospital', 'base', 'parking', 'pickUps', 'mealLine'],
    },
    {
      part: 'scenes',
      columns: ['number', 'intExtDayNight', 'set', 'description', 'pages', 'cast'],
      titled: true,
      moves: true,
      total: true,
    },
    {
      part: 'beside',
      share: 0.64,
      left: [
        {
          part: 'cast',
          columns: ['number', 'character', 'actor', 'pickUp', 'makeUp', 'onSet'],
          titled: true,
        },
        { part: 'background' },
      ],
      right: [{ part: 'crew', as: 'departments', titled: true }],
    },
    { part: 'lines', of: 'equipment', bullet: '-' },
    { part: 'lines', of: 'safety', bullet: '-' },
    { part: 'lines', of: 'notes', bullet: '-' },
    { part: 'contacts', columns: ['role', 'name', 'phone'], titled: true },
    { part: 'advance', as: 'lines' },
  ],
})
