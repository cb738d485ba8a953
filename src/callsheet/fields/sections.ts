import type { Phrase, Word } from '../layout/model.ts'
import { cellText } from '../layout/tables.ts'
import { alternatives, columns, departmentWords, type LabelKey } from '../lexicon/index.ts'
import { findPhones } from '../normalise/phones.ts'
import { foldedWords } from '../normalise/text.ts'
import type { TypedHeader } from './headers.ts'
import type { LabelHit } from './labels.ts'

/** Labels that head a part of the sheet of their own; a table above ends there. */
const SECTIONS: ReadonlySet<LabelKey> = new Set<LabelKey>([
  'hospital',
  'equipment',
  'safety',
  'notes',
  'weather',
  'background',
  'advance',
  'contacts',
  'unitBase',
  'parking',
  'vendor',
  'crewCall',
  'wrap',
  'sunrise',
  'sunset',
  'location',
  'address',
  'revision',
  'issued',
])

const TOTAL = new RegExp(String.raw`^(?:${alternatives('total')})(?!\p{L}).*:`, 'iu')

/** Whether a phrase inside the reach of a table is a heading that ends it: it begins at the table's left edge. */
export function isSectionLabel(hit: LabelHit | undefined, phrase: Phrase, header: TypedHeader): boolean {
  const [start] = header.cells
  // Rows of scenes, cast and places do not begin with `CAMERA:`; a list of the crew may.
  const isMove = header.kind === 'scenes' && hit?.keys.includes('otherTime') === true
  const announces = header.kind !== 'crew' && !isMove && (isCapitalLabel(phrase) || namesDepartment(phrase))
  if (announces && start !== undefined && phrase.left < start.right) return true
  if (header.kind === 'cast' && headsCrew(phrase)) return true
  if (hit === undefined) return TOTAL.test(phrase.text)
  if (header.kind === 'cast' && headsScenes(hit, phrase)) return true
  if (!hit.keys.some((key) => SECTIONS.has(key))) return false
  const [first] = header.cells
  const atLeft = first !== undefined && phrase.left < first.right + 4
  // In a table of departments `Background` or `Catering` is a row: something stands beside it.
  const isRow =
    !hit.colon &&
    hit.ordinal === null &&
    header.kind === 'crew' &&
    hit.department !== null &&
    phrase.row.phrases.length > 1
  return (atLeft || phrase.row.phrases.length === 1) && !isRow
}

function isCapitalLabel({ text }: Phrase): boolean {
  return /^\p{Lu}[\p{Lu}\s&/.-]{2,29}:(?:\s|$)/u.test(text)
}

/** `Camera: 0700 - load kit to rim`, `Produkcja – 5:45`: calls of departments in columns of their own. */
function namesDepartment({ text }: Phrase): boolean {
  const { name } = /^(?<name>[^:\d]{2,30}?)(?::(?:\s|$)|\s[–—-]\s+\d{1,2}[:.h])/u.exec(text)?.groups ?? {}
  return name !== undefined && departmentWords.whole(name) !== undefined
}

/** `STAB`, `CREW CALLS`, `Produktion | 17:45`: behind the cast come the others, department by department. */
function headsCrew({ text, row, left }: Phrase): boolean {
  if (row.phrases.some((it) => it.left < left) || row.phrases.length > 4) return false
  const words = foldedWords(text)
  if (words.length > 4) return false
  const isCrew = words.some((_, index) => columns.match(words, index)?.keys.includes('department') ?? false)
  return (
    departmentWords.whole(text) !== undefined ||
    (row.phrases.length === 1 && (isCrew || words.includes('crew')))
  )
}

/** `ESCENAS` alone on its line. */
function headsScenes({ keys, alone }: LabelHit, { row }: Phrase): boolean {
  return alone && row.phrases.length === 1 && keys.includes('other')
}

const SCENE_NUMBER = /^\d{1,4}(?:[./-]\d{1,3})?\s?(?:\p{Lu}{0,3}|pt\.?\d?)(?:[,+&/]|$|\s)/iu

/** Whether the words of a line begin a new row of the table. */
export function rowBegins(header: TypedHeader, cells: readonly Word[][]): boolean {
  const cell = (key: TypedHeader['columns'][number]): string =>
    cellText(cells[header.columns.indexOf(key)] ?? [])
  switch (header.kind) {
    case 'scenes': {
      const number = cell('scene') || cell('number')
      const hasNumber = header.columns.includes('scene') || header.columns.includes('number')
      return hasNumber ? SCENE_NUMBER.test(number) : cell('intExt') !== '' || cell('pages') !== ''
    }
    case 'cast':
      return header.columns.includes('number')
        ? /^\d/u.test(cell('number')) || countFilled(cells) >= 3
        : countFilled(cells) >= 2
    case 'crew':
      return (
        countFilled(cells) >= 2 ||
        findPhones(cells.map(cellText).join('  '), 'PL').length > 0 ||
        countFilled(cells) === 1
      )
    case 'locations':
      return countFilled(cells) >= 2 || header.columns.length < 3
  }
}

function countFilled(cells: readonly Word[][]): number {
  return cells.filter((cell) => cell.length > 0).length
}
