import { formLayout } from '../form/layout.ts'
import type { Look } from '../form/spec.ts'
import { fileStem } from '../sheet.ts'

/* One more layout for each language. Each differs in design, in what stands where, and in what is printed at all. */

const agency: Look = {
  font: 'sans',
  bold: 'sans-bold',
  size: 8,
  headFill: '#111111',
  headColour: '#ffffff',
  lines: 'rows',
  accent: '#c0392b',
  gap: 8,
}

/** An agency's sheet in German: the day hour by hour on the left, places and people on the right. */
export const agenturDispo = formLayout({
  settings: ['germany'],
  paper: 'A4',
  margin: 34,
  look: agency,
  fileName: ({ production, revision }) =>
    `Callsheet_${fileStem(production)}_${revision.issuedAt.slice(0, 10).split('-').toReversed().join('')}.pdf`,
  parts: [
    {
      part: 'head',
      as: 'ribbon',
      big: 'crewCall',
      left: ['date', 'day'],
      right: ['wrap', 'sunrise', 'sunset'],
    },
    {
      part: 'beside',
      share: 0.56,
      left: [{ part: 'schedule' }],
      right: [
        {
          part: 'facts',
          as: 'captions',
          facts: ['locationLines', 'hospitalLines', 'base', 'parking', 'weather'],
        },
        { part: 'contacts', columns: ['role', 'name', 'phone'], titled: true },
      ],
    },
    { part: 'cast', columns: ['actor', 'character', 'makeUp', 'onSet'], titled: true },
    { part: 'crew', as: 'rows', titled: true },
    { part: 'lines', of: 'safety', bullet: '•' },
    { part: 'lines', of: 'notes', bullet: '•' },
    { part: 'facts', as: 'lines', facts: ['version', 'issued'] },
  ],
})

/** A French sheet on its side: captions in a narrow left column, the work of the day in a wide one. */
export const feuillePaysage = formLayout({
  settings: ['france'],
  paper: 'A4',
  landscape: true,
  margin: 28,
  look: {
    ...agency,
    size: 7.4,
    headFill: '#dfe7df',
    headColour: '#000000',
    accent: '#2e5d4b',
    lines: 'grid',
    gap: 6,
  },
  fileName: ({ production, day, date }) =>
    `${date.replaceAll('-', '')}_FDS${day.number}_${fileStem(production)}.pdf`,
  parts: [
    {
      part: 'head',
      as: 'ribbon',
      big: 'crewCall',
      left: ['date', 'day', 'director'],
      right: ['shootingCall', 'wrap'],
    },
    {
      part: 'beside',
      share: 0.27,
      left: [
        {
          part: 'facts',
          as: 'captions',
          facts: [
            'sunrise',
            'sunset',
            'locationLines',
            'base',
            'parking',
            'hospitalLines',
            'meals',
            'pickUps',
            'weather',
          ],
        },
      ],
      right: [
        {
          part: 'scenes',
          columns: ['startsAt', 'number', 'intExt', 'dayNight', 'set', 'description', 'cast', 'pages'],
          moves: true,
        },
        { part: 'cast', columns: ['number', 'actor', 'character', 'pickUp', 'makeUp', 'costume', 'onSet'] },
        { part: 'background' },
      ],
    },
    { part: 'crew', as: 'columns', columns: 4, titled: true },
    { part: 'lines', of: 'safety', bullet: '>' },
    { part: 'lines', of: 'notes', bullet: '>' },
    { part: 'contacts', columns: ['name', 'role', 'phone', 'email'], titled: true },
    { part: 'facts', as: 'lines', facts: ['version', 'issued'] },
  ],
})

/** An Argentine sheet typed on a typewriter's font: facts in lines, tables without a rule. */
export const citacionMecanografiada = formLayout({
  settings: ['argentina', 'spain'],
  paper: 'A4',
  margin: 40,
  look: {
    font: 'typewriter',
    bold: 'typewriter-bold',
    size: 7.6,
    headFill: '#ffffff',
    lines: 'none',
    accent: '#000000',
    gap: 9,
    upperTitles: true,
  },
  fileName: ({ production, day }) =>
    `citacion jornada ${day.number} ${fileStem(production).toLowerCase()}.pdf`,
  parts: [
    { part: 'facts', as: 'lines', facts: ['issued', 'version'] },
    { part: 'head', as: 'centred', left: ['date', 'day'], right: [] },
    {
      part: 'facts',
      as: 'two-columns',
      facts: ['sunrise', 'sunset', 'productionCall', 'crewCall', 'shootingCall', 'meals', 'wrap'],
    },
    {
      part: 'facts',
      as: 'two-columns',
      facts: ['hospital', 'locationPairs', 'base', 'parking', 'pickUps', 'weather'],
    },
    { part: 'cast', columns: ['character', 'actor', 'pickUp', 'costume', 'makeUp', 'onSet'], titled: true },
    { part: 'scenes', columns: ['number', 'setLine', 'cast', 'pages'], titled: true, moves: true },
    { part: 'crew', as: 'exceptions', titled: true },
    { part: 'lines', of: 'equipment', bullet: '-' },
    { part: 'lines', of: 'safety', bullet: '-' },
    { part: 'lines', of: 'notes', bullet: '-' },
    { part: 'contacts', columns: ['role', 'name', 'phone'], titled: true },
    { part: 'advance', as: 'lines' },
  ],
})

/** A Polish spreadsheet printed on its side: tiny cells, the crew before the scenes. */
export const polishLandscape = formLayout({
  settings: ['poland'],
  paper: 'A4',
  landscape: true,
  margin: 20,
  look: {
    font: 'condensed',
    bold: 'condensed-bold',
    size: 5.8,
    padding: 1.4,
    headFill: '#b6d7a8',
    lines: 'grid',
    accent: '#222222',
    gap: 4,
  },
  fileName: ({ production, day, revision }) =>
    `${fileStem(production)}_dz${day.number}_${revision.issuedAt.slice(2, 10).replaceAll('-', '')}.pdf`,
  parts: [
    {
      part: 'head',
      as: 'merged-cells',
      left: ['date', 'day', 'sunrise', 'sunset', 'productionCall', 'crewCall'],
      right: ['shootingCall', 'meals', 'wrap', 'weather', 'version', 'issued'],
    },
    {
      part: 'beside',
      share: 0.36,
      left: [{ part: 'crew', as: 'exceptions' }],
      right: [
        { part: 'facts', as: 'grid', facts: ['hospital', 'locationPairs', 'base', 'parking', 'pickUps'] },
        {
          part: 'scenes',
          columns: [
            'startsAt',
            'number',
            'intExt',
            'dayNight',
            'set',
            'description',
            'pages',
            'cast',
            'location',
          ],
        },
        {
          part: 'cast',
          columns: ['number', 'actor', 'character', 'pickUp', 'costume', 'makeUp', 'onSet', 'remarks'],
        },
        { part: 'background' },
        { part: 'lines', of: 'notes' },
        { part: 'lines', of: 'safety' },
      ],
    },
    { part: 'contacts', columns: ['role', 'name', 'phone', 'email'] },
  ],
})

/** A production manager's web tool in English: a ribbon of large cells, captions above every value. */
export const webRibbon = formLayout({
  settings: ['britain', 'america'],
  paper: 'A4',
  margin: 32,
  look: {
    ...agency,
    size: 7.6,
    headFill: '#eef1f6',
    headColour: '#223355',
    accent: '#223355',
    zebra: '#f7f8fb',
  },
  fileName: ({ production, day, revision }) =>
    `${fileStem(production)}-day-${day.number}-v${revision.number + 1}-${revision.issuedAt.slice(0, 10)}.pdf`,
  parts: [
    {
      part: 'head',
      as: 'ribbon',
      big: 'crewCall',
      left: ['date', 'day'],
      right: ['productionCall', 'shootingCall', 'wrap'],
    },
    {
      part: 'beside',
      share: 0.5,
      left: [{ part: 'facts', as: 'captions', facts: ['locationLines', 'base', 'parking'] }],
      right: [
        {
          part: 'facts',
          as: 'captions',
          facts: ['hospitalLines', 'sunrise', 'sunset', 'weather', 'pickUps', 'meals'],
        },
      ],
    },
    {
      part: 'scenes',
      columns: ['number', 'setLine', 'description', 'pages', 'cast'],
      titled: true,
      moves: true,
      total: true,
    },
    {
      part: 'beside',
      share: 0.6,
      left: [
        {
          part: 'cast',
          columns: ['number', 'character', 'actor', 'pickUp', 'makeUp', 'onSet'],
          titled: true,
        },
      ],
      right: [{ part: 'contacts', columns: ['name', 'role', 'phone'], titled: true }],
    },
    { part: 'background' },
    { part: 'crew', as: 'columns', columns: 2, titled: true },
    { part: 'lines', of: 'equipment', bullet: '•' },
    { part: 'lines', of: 'safety', bullet: '•' },
    { part: 'lines', of: 'notes', bullet: '•' },
    { part: 'facts', as: 'lines', facts: ['version', 'issued'] },
    { part: 'advance', as: 'table' },
  ],
})
