import { formLayout } from '../form/layout.ts'
import { fileStem } from '../sheet.ts'

/** A feature's Tagesdispo: boxed head, one table of Bilder, Rollen, then departments with deviating times. */
export const tagesdispoTabelle = formLayout({
  settings: ['germany'],
  paper: 'A4',
  look: {
    font: 'sans',
    bold: 'sans-bold',
    size: 7.5,
    headFill: '#d9d9d9',
    lines: 'grid',
    accent: '#000000',
    gap: 6,
  },
  fileName: ({ production, day, revision }) =>
    `${revision.issuedAt.slice(2, 10).replaceAll('-', '')}_Dispo_DT${String(day.number).padStart(2, '0')}_${fileStem(production)}_V${revision.number + 1}.pdf`,
  parts: [
    {
      part: 'head',
      as: 'boxed',
      big: 'crewCall',
      left: ['director', 'version', 'issued', 'productionCall'],
      right: ['day', 'date', 'shootingCall', 'wrap', 'sunrise', 'sunset'],
    },
    {
      part: 'facts',
      as: 'grid',
      facts: ['locations', 'base', 'parking', 'hospital', 'pickUps', 'weather', 'mealLine'],
    },
    {
      part: 'scenes',
      columns: ['number', 'intExt', 'dayNight', 'set', 'description', 'cast', 'pages'],
      moves: true,
      total: true,
    },
    { part: 'cast', columns: ['number', 'character', 'actor', 'pickUp', 'costume', 'makeUp', 'onSet'] },
    { part: 'background' },
    { part: 'crew', as: 'exceptions', titled: true },
    { part: 'lines', of: 'equipment' },
    { part: 'lines', of: 'safety', bullet: '!' },
    { part: 'lines', of: 'notes', bullet: '-' },
    { part: 'contacts', columns: ['role', 'name', 'phone'], titled: true },
    { part: 'advance', as: 'table' },
  ],
})

/** A series' sheet: coloured strip, facts left and right, rows without rules, the staff in columns by department. */
export const tagesdispoSerie = formLayout({
  settings: ['germany'],
  paper: 'A4',
  margin: 36,
  look: {
    font: 'sans',
    bold: 'sans-bold',
    size: 8,
    headFill: '#e3ecd9',
    lines: 'rows',
    accent: '#3d6b2f',
    gap: 8,
    upperTitles: true,
  },
  fileName: ({ production, day, date }) =>
    `Tagesdispo ${day.number} - ${fileStem(production).replaceAll('_', ' ')} - ${date}.pdf`,
  parts: [
    {
      part: 'head',
      as: 'strip',
      big: 'crewCall',
      left: ['date', 'day', 'shootingCall', 'meals', 'wrap'],
      right: ['sunrise', 'sunset', 'weather', 'version', 'issued'],
    },
    {
      part: 'facts',
      as: 'two-columns',
      facts: ['locationLines', 'base', 'parking', 'hospitalLines', 'pickUps'],
    },
    {
      part: 'scenes',
      columns: ['startsAt', 'number', 'setAndText', 'cast', 'pages'],
      titled: true,
      moves: true,
    },
    {
      part: 'beside',
      share: 0.66,
      left: [
        {
          part: 'cast',
          columns: ['number', 'actor', 'character', 'makeUp', 'costume', 'onSet'],
          titled: true,
        },
      ],
      right: [
        { part: 'lines', of: 'equipment', bullet: '-' },
        { part: 'lines', of: 'notes', bullet: '-' },
      ],
    },
    { part: 'background' },
    { part: 'crew', as: 'columns', columns: 2, titled: true },
    { part: 'contacts', columns: ['role', 'name', 'phone', 'email'], titled: true },
    { part: 'advance', as: 'lines' },
  ],
})
