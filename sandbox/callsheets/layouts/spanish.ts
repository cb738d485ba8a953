import { formLayout } from '../form/layout.ts'
import { fileStem } from '../sheet.ts'

/** A feature's orden de rodaje: boxed head, secuencias, reparto, citaciones by department beside the notes. */
export const ordenDeRodaje = formLayout({
  settings: ['spain'],
  paper: 'A4',
  look: {
    font: 'sans',
    bold: 'sans-bold',
    size: 7.6,
    headFill: '#f2dcdb',
    lines: 'grid',
    accent: '#7b1e1e',
    gap: 6,
    upperTitles: true,
  },
  fileName: ({ production, day, revision }) =>
    `OR${String(day.number).padStart(2, '0')}_${fileStem(production)}_${revision.issuedAt.slice(0, 10)}${revision.number > 0 ? `_rev${revision.number + 1}` : ''}.pdf`,
  parts: [
    {
      part: 'head',
      as: 'boxed',
      big: 'crewCall',
      left: ['director', 'productionCall', 'meals', 'wrap'],
      right: ['date', 'day', 'shootingCall', 'sunrise', 'sunset', 'version', 'issued'],
    },
    { part: 'facts', as: 'grid', facts: ['locations', 'hospital', 'base', 'parking', 'weather', 'pickUps'] },
    {
      part: 'scenes',
      columns: ['number', 'intExt', 'dayNight', 'set', 'description', 'cast', 'pages'],
      titled: true,
      moves: true,
      total: true,
    },
    {
      part: 'cast',
      columns: ['number', 'character', 'actor', 'pickUp', 'makeUp', 'costume', 'onSet'],
      titled: true,
    },
    { part: 'background' },
    {
      part: 'beside',
      share: 0.45,
      left: [{ part: 'crew', as: 'departments', titled: true }],
      right: [
        { part: 'lines', of: 'equipment', bullet: '-' },
        { part: 'lines', of: 'safety', bullet: '-' },
        { part: 'lines', of: 'notes', bullet: '-' },
      ],
    },
    { part: 'contacts', columns: ['role', 'name', 'phone', 'email'], titled: true },
    { part: 'advance', as: 'table' },
  ],
})

/** The same day as cells of a spreadsheet: merged bands, stacked boxes, the whole crew row by row over two pages. */
export const ordenCuadricula = formLayout({
  settings: ['spain'],
  paper: 'A4',
  margin: 24,
  look: {
    font: 'sans',
    bold: 'sans-bold',
    size: 6.4,
    padding: 1.8,
    headFill: '#9fc5e8',
    lines: 'grid',
    accent: '#444444',
    gap: 4,
  },
  fileName: ({ production, day, date }) =>
    `${date.replaceAll('-', '')} ORDEN ${day.number} ${fileStem(production)}.pdf`,
  parts: [
    {
      part: 'head',
      as: 'merged-cells',
      big: 'crewCall',
      left: ['date', 'day', 'productionCall'],
      right: ['shootingCall', 'wrap', 'sunrise', 'sunset', 'issued', 'version'],
    },
    { part: 'facts', as: 'stacked', facts: ['locationLines', 'base', 'parking', 'hospitalLines'] },
    { part: 'facts', as: 'grid', facts: ['mealLine', 'weather', 'pickUps'] },
    {
      part: 'scenes',
      columns: ['number', 'set', 'intExtDayNight', 'description', 'pages', 'cast', 'location'],
      moves: true,
    },
    { part: 'cast', columns: ['number', 'actor', 'character', 'pickUp', 'costume', 'makeUp', 'onSet'] },
    { part: 'background' },
    { part: 'crew', as: 'rows' },
    { part: 'lines', of: 'safety' },
    { part: 'lines', of: 'notes' },
    { part: 'contacts', columns: ['role', 'name', 'phone'] },
  ],
})
