import { formLayout } from '../form/layout.ts'
import { fileStem } from '../sheet.ts'

/** A Mexican hoja de llamado: a spreadsheet's merged head, escenas, talento, and the llamados by department. */
export const hojaDeLlamado = formLayout({
  settings: ['mexico'],
  paper: 'LETTER',
  margin: 26,
  look: {
    font: 'sans',
    bold: 'sans-bold',
    size: 7,
    padding: 2,
    headFill: '#ffe599',
    lines: 'grid',
    accent: '#333333',
    gap: 5,
    upperTitles: true,
  },
  fileName: ({ production, day, date }) =>
    `LLAMADO_${String(day.number).padStart(2, '0')}_${fileStem(production)}_${date.slice(8)}${date.slice(5, 7)}${date.slice(2, 4)}.pdf`,
  parts: [
    {
      part: 'head',
      as: 'merged-cells',
      big: 'crewCall',
      left: ['date', 'day', 'productionCall', 'director'],
      right: ['shootingCall', 'meals', 'wrap', 'sunrise', 'sunset'],
    },
    {
      part: 'facts',
      as: 'grid',
      facts: ['locationPairs', 'parking', 'base', 'hospital', 'weather', 'pickUps', 'version', 'issued'],
    },
    {
      part: 'scenes',
      columns: ['number', 'intExt', 'set', 'dayNight', 'description', 'pages', 'cast', 'location'],
      moves: true,
      total: true,
    },
    {
      part: 'cast',
      columns: ['number', 'character', 'actor', 'pickUp', 'makeUp', 'costume', 'onSet'],
      titled: true,
    },
    { part: 'background' },
    { part: 'crew', as: 'exceptions', titled: true },
    { part: 'lines', of: 'equipment' },
    { part: 'lines', of: 'safety', bullet: '*' },
    { part: 'lines', of: 'notes', bullet: '*' },
    { part: 'contacts', columns: ['role', 'name', 'phone', 'email'], titled: true },
    { part: 'advance', as: 'lines' },
  ],
})
