import { formLayout } from '../form/layout.ts'
import type { SettingName } from '../model.ts'
import { fileStem } from '../sheet.ts'

/** Tools and habits that know no border. */
const everywhere: readonly SettingName[] = [
  'poland',
  'britain',
  'america',
  'germany',
  'france',
  'spain',
  'mexico',
  'argentina',
]

/** A web tool's sheet, as StudioBinder and its like make it in any language: one big call between two lists of facts. */
export const webBuilder = formLayout({
  settings: everywhere,
  paper: 'A4',
  look: {
    font: 'regular',
    bold: 'bold',
    size: 6.8,
    headFill: '#2b3440',
    headColour: '#ffffff',
    lines: 'rows',
    zebra: '#f4f6f8',
    accent: '#2b3440',
    gap: 6,
    upperTitles: true,
  },
  fileName: ({ production, day, revision }) =>
    `${fileStem(production).replaceAll('_', ' ')} - Call Sheet - Day ${day.number} - ${revision.issuedAt.slice(0, 10)}.pdf`,
  parts: [
    {
      part: 'head',
      as: 'three-columns',
      big: 'crewCall',
      left: ['director', 'productionCall', 'meals', 'wrap', 'hospitalLines'],
      right: ['date', 'day', 'shootingCall', 'sunrise', 'sunset', 'weather', 'version', 'issued'],
    },
    { part: 'facts', as: 'stacked', facts: ['locationLines', 'parking', 'base'] },
    { part: 'facts', as: 'lines', facts: ['pickUps'] },
    {
      part: 'scenes',
      columns: ['number', 'setAndText', 'dayNight', 'cast', 'pages', 'location'],
      moves: true,
      total: true,
    },
    { part: 'cast', columns: ['number', 'actor', 'character', 'pickUp', 'makeUp', 'onSet'] },
    { part: 'background' },
    { part: 'crew', as: 'columns', columns: 3 },
    { part: 'lines', of: 'equipment' },
    { part: 'lines', of: 'safety' },
    { part: 'lines', of: 'notes' },
    { part: 'contacts', columns: ['role', 'name', 'phone', 'email'], titled: true },
  ],
})

/** A spreadsheet, every cell ruled, printed small on as many pages as it takes, its heads repeated. */
export const spreadsheet = formLayout({
  settings: everywhere,
  paper: 'A4',
  margin: 18,
  look: {
    font: 'condensed',
    bold: 'condensed-bold',
    size: 5.6,
    padding: 1.5,
    headFill: '#d9ead3',
    lines: 'grid',
    accent: '#000000',
    gap: 3,
  },
  fileName: ({ production, day, date }) => `${date} ${fileStem(production)} D${day.number}.pdf`,
  parts: [
    {
      part: 'head',
      as: 'merged-cells',
      big: 'crewCall',
      left: ['date', 'sunrise', 'sunset', 'productionCall'],
      right: ['day', 'shootingCall', 'mealLine', 'wrap', 'version', 'issued'],
    },
    {
      part: 'facts',
      as: 'grid',
      facts: ['locationPairs', 'base', 'parking', 'hospital', 'pickUps', 'weather'],
    },
    {
      part: 'scenes',
      columns: ['startsAt', 'number', 'intExt', 'dayNight', 'set', 'description', 'cast', 'pages'],
      moves: true,
    },
    {
      part: 'cast',
      columns: ['number', 'character', 'actor', 'pickUp', 'costume', 'makeUp', 'onSet', 'remarks'],
    },
    { part: 'background' },
    { part: 'crew', as: 'rows' },
    { part: 'contacts', columns: ['role', 'name', 'phone', 'email'] },
    { part: 'lines', of: 'equipment' },
    { part: 'lines', of: 'safety' },
    { part: 'lines', of: 'notes' },
    { part: 'advance', as: 'table' },
  ],
})

/** A commercial's sheet: the day hour by hour beside places and telephones, calls of everybody behind. */
export const commercialDay = formLayout({
  settings: everywhere,
  paper: 'A4',
  margin: 32,
  look: {
    font: 'condensed',
    bold: 'condensed-bold',
    size: 7.6,
    headFill: '#f4d35e',
    lines: 'rows',
    accent: '#7a5c00',
    gap: 7,
    upperTitles: true,
  },
  fileName: ({ production, day, revision }) =>
    `${revision.issuedAt.slice(2, 10).replaceAll('-', '')}_${fileStem(production)}_callsheet_D${day.number}_v${revision.number + 1}.pdf`,
  parts: [
    {
      part: 'head',
      as: 'strip',
      big: 'crewCall',
      left: ['date', 'day', 'wrap'],
      right: ['sunrise', 'sunset', 'weather', 'version', 'issued'],
    },
    {
      part: 'beside',
      share: 0.58,
      left: [{ part: 'schedule' }],
      right: [
        { part: 'contacts', columns: ['role', 'name', 'phone'], titled: true },
        { part: 'facts', as: 'two-columns', facts: ['locationLines', 'base', 'parking', 'hospitalLines'] },
      ],
    },
    { part: 'cast', columns: ['actor', 'character', 'makeUp', 'onSet'], titled: true },
    { part: 'crew', as: 'departments', titled: true },
    { part: 'crew', as: 'rows' },
    { part: 'lines', of: 'equipment', bullet: '•' },
    { part: 'lines', of: 'safety', bullet: '•' },
    { part: 'lines', of: 'notes', bullet: '•' },
  ],
})
