import { formLayout } from '../form/layout.ts'
import { fileStem } from '../sheet.ts'

/** The feuille de service of a feature: three columns on top, décors, séquences, comédiens, then the convocations. */
export const feuilleDeService = formLayout({
  settings: ['france'],
  paper: 'A4',
  look: {
    font: 'sans',
    bold: 'sans-bold',
    size: 7.8,
    headFill: '#cfd8e8',
    lines: 'grid',
    accent: '#1f3864',
    gap: 7,
    upperTitles: true,
  },
  fileName: ({ production, day, revision }) =>
    `FDS_${String(day.number).padStart(2, '0')}_${fileStem(production)}_${revision.issuedAt.slice(0, 10).split('-').toReversed().join('')}.pdf`,
  parts: [
    {
      part: 'head',
      as: 'three-columns',
      big: 'crewCall',
      left: ['director', 'productionCall', 'meals', 'weather'],
      right: ['date', 'day', 'shootingCall', 'wrap', 'sunrise', 'sunset', 'version', 'issued'],
    },
    {
      part: 'facts',
      as: 'two-columns',
      facts: ['locationLines', 'parking', 'base', 'hospital', 'pickUps'],
      title: 'locations',
    },
    {
      part: 'scenes',
      columns: ['number', 'intExtDayNight', 'set', 'description', 'cast', 'pages'],
      titled: true,
      moves: true,
      total: true,
    },
    {
      part: 'cast',
      columns: ['number', 'character', 'actor', 'pickUp', 'costume', 'makeUp', 'onSet', 'remarks'],
      titled: true,
    },
    { part: 'background' },
    { part: 'crew', as: 'exceptions', titled: true },
    { part: 'lines', of: 'equipment' },
    { part: 'lines', of: 'safety', bullet: '-' },
    { part: 'lines', of: 'notes', bullet: '-' },
    { part: 'contacts', columns: ['role', 'name', 'phone', 'email'], titled: true },
    { part: 'advance', as: 'lines' },
  ],
})

/** A word processor's sheet: centred lines of serif type, cast and convocations side by side. */
export const feuilleCourte = formLayout({
  settings: ['france'],
  paper: 'A4',
  margin: 42,
  look: {
    font: 'times',
    bold: 'times-bold',
    size: 9,
    headFill: '#eeeeee',
    lines: 'grid',
    accent: '#000000',
    gap: 8,
  },
  fileName: ({ production, day }) =>
    `Feuille de service J${day.number} ${fileStem(production).replaceAll('_', ' ')}.pdf`,
  parts: [
    {
      part: 'head',
      as: 'centred',
      big: 'crewCall',
      left: ['date', 'day'],
      right: ['shootingCall', 'wrap', 'sunrise', 'sunset'],
    },
    {
      part: 'facts',
      as: 'lines',
      facts: ['locations', 'base', 'parking', 'hospital', 'pickUps', 'mealLine', 'weather'],
    },
    { part: 'scenes', columns: ['number', 'setLine', 'description', 'cast', 'pages'], moves: true },
    {
      part: 'beside',
      share: 0.62,
      left: [{ part: 'cast', columns: ['character', 'actor', 'makeUp', 'costume', 'onSet'] }],
      right: [{ part: 'crew', as: 'departments' }],
    },
    { part: 'background' },
    { part: 'lines', of: 'safety', bullet: '•' },
    { part: 'lines', of: 'notes', bullet: '•' },
    { part: 'contacts', columns: ['role', 'name', 'phone'], titled: true },
    { part: 'facts', as: 'lines', facts: ['version', 'issued'] },
  ],
})
