import { formLayout } from '../form/layout.ts'
import { fileStem } from '../sheet.ts'

/** A British drama: centred title, unit call large, artistes in one grid, requirements by department, crew rows. */
export const britishUnit = formLayout({
  settings: ['britain'],
  paper: 'A4',
  look: {
    font: 'sans',
    bold: 'sans-bold',
    size: 7.6,
    headFill: '#d0cece',
    lines: 'grid',
    accent: '#000000',
    gap: 6,
    upperTitles: true,
  },
  fileName: ({ production, day, revision }) =>
    `${fileStem(production)} - Call Sheet ${day.number} - ${revision.issuedAt.slice(0, 10)}${revision.number > 0 ? ` - Issue ${revision.number + 1}` : ''}.pdf`,
  parts: [
    { part: 'facts', as: 'stacked', facts: ['sunrise', 'sunset', 'productionCall', 'version'] },
    {
      part: 'head',
      as: 'three-columns',
      big: 'crewCall',
      left: ['director', 'base', 'parking'],
      right: ['date', 'day', 'shootingCall', 'meals', 'wrap', 'issued'],
    },
    { part: 'facts', as: 'grid', facts: ['locationPairs', 'hospital', 'pickUps', 'weather'] },
    {
      part: 'scenes',
      columns: ['number', 'intExt', 'setAndText', 'dayNight', 'pages', 'cast'],
      moves: true,
      total: true,
    },
    {
      part: 'cast',
      columns: ['number', 'actor', 'character', 'pickUp', 'costume', 'makeUp', 'onSet'],
      titled: true,
    },
    { part: 'background' },
    {
      part: 'beside',
      share: 0.5,
      left: [
        { part: 'lines', of: 'equipment', bullet: '-' },
        { part: 'lines', of: 'safety', bullet: '-' },
      ],
      right: [{ part: 'lines', of: 'notes', bullet: '-' }],
    },
    { part: 'crew', as: 'rows', titled: true },
    { part: 'contacts', columns: ['role', 'name', 'phone', 'email'], titled: true },
    { part: 'advance', as: 'table' },
  ],
})

/** A studio form on letter paper: three boxes, strips of scenes, the staff in three narrow columns. */
export const americanForm = formLayout({
  settings: ['america'],
  paper: 'LETTER',
  margin: 22,
  look: {
    font: 'times',
    bold: 'times-bold',
    size: 7.8,
    padding: 1.8,
    headFill: '#000000',
    headColour: '#ffffff',
    lines: 'grid',
    accent: '#000000',
    gap: 4,
    upperTitles: true,
  },
  fileName: ({ production, day, revision }) =>
    `${fileStem(production)}_CS_D${day.number}_${revision.colour.toUpperCase()}_${revision.issuedAt.slice(5, 10).replace('-', '')}.pdf`,
  parts: [
    {
      part: 'head',
      as: 'boxed',
      big: 'crewCall',
      left: ['sunrise', 'sunset', 'weather', 'mealLine', 'hospitalLines'],
      right: ['date', 'day', 'productionCall', 'shootingCall', 'wrap', 'version', 'issued'],
    },
    {
      part: 'scenes',
      columns: ['setAndText', 'number', 'cast', 'dayNight', 'pages', 'location'],
      moves: true,
      total: true,
    },
    {
      part: 'cast',
      columns: ['number', 'actor', 'character', 'pickUp', 'makeUp', 'costume', 'onSet', 'remarks'],
    },
    { part: 'background' },
    {
      part: 'facts',
      as: 'two-columns',
      facts: ['locations', 'base', 'parking', 'pickUps'],
      title: 'locations',
    },
    { part: 'lines', of: 'equipment' },
    { part: 'lines', of: 'safety' },
    { part: 'lines', of: 'notes' },
    { part: 'crew', as: 'columns', columns: 3 },
    { part: 'advance', as: 'table' },
    { part: 'contacts', columns: ['role', 'name', 'phone'] },
  ],
})
