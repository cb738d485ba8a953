import type { SheetTruth } from '../model.ts'
import { departmentsAndExceptions } from '../truth.ts'
import type { FactName } from './facts.ts'
import type { FormSheet } from './sheet.ts'
import { flattened, type Part, type SceneColumn } from './spec.ts'

/** What of the full truth a sheet of these parts prints: the rest is null or empty. */
export function printedBy(parts: readonly Part[], truth: SheetTruth, sheet: FormSheet): SheetTruth {
  const all = [...flattened(parts)]
  const named = new Set<FactName>(
    all.flatMap((part) => {
      if (part.part === 'head') return [...part.left, ...part.right, ...(part.big ? [part.big] : [])]
      return part.part === 'facts' ? [...part.facts] : []
    }),
  )
  const has = (...names: FactName[]) => names.some((name) => named.has(name))
  const times = all.some(({ part }) => part === 'schedule')
  const lines = new Set(all.flatMap((part) => (part.part === 'lines' ? [part.of] : [])))
  return {
    ...truth,
    revision: has('version')
      ? truth.revision && { ...truth.revision, issuedAt: has('issued') ? truth.revision.issuedAt : null }
      : null,
    day: has('day') ? truth.day : null,
    productionCall: has('productionCall') || times ? truth.productionCall : null,
    estimatedWrap: has('wrap') || times ? truth.estimatedWrap : null,
    sunrise: has('sunrise') ? truth.sunrise : null,
    sunset: has('sunset') ? truth.sunset : null,
    calls: [...(has('shootingCall') ? shootingCallOf(sheet) : []), ...callsOf(all, truth)],
    hospital: has('hospital', 'hospitalLines') ? truth.hospital : null,
    unitBase: has('base') ? truth.unitBase : null,
    parking: has('parking') ? truth.parking : null,
    vendorStops: has('pickUps') || times ? truth.vendorStops : [],
    meals: has('meals', 'mealLine') || times ? truth.meals : [],
    scenes: scenesOf(all, truth),
    cast: castOf(all, truth),
    background: all.some(({ part }) => part === 'background') ? truth.background : [],
    contacts: contactsOf(all, truth),
    equipment: lines.has('equipment') ? truth.equipment : [],
    safetyNotes: lines.has('safety') ? truth.safetyNotes : [],
    notes: lines.has('notes') ? truth.notes : [],
    advance: all.some(({ part }) => part === 'advance') ? truth.advance : [],
  }
}

/** The time at which the camera runs is a call as well, under the words that the sheet has for it. */
function shootingCallOf({ words, content: { scenes } }: FormSheet): SheetTruth['calls'] {
  const [first] = scenes
  return first ? [{ name: null, role: words.shootingCall, department: null, time: first.startsAt }] : []
}

type Drawn = Exclude<Part, { part: 'beside' }>

function callsOf(parts: readonly Drawn[], { calls }: SheetTruth): SheetTruth['calls'] {
  const crews = parts.flatMap((part) => (part.part === 'crew' ? [part.as] : []))
  const departments = calls.filter(({ name }) => name === null)
  const people = calls.filter(({ name }) => name !== null)
  if (crews.includes('columns')) return calls
  if (crews.includes('exceptions')) return departmentsAndExceptions(calls)
  return [...(crews.includes('departments') ? departments : []), ...(crews.includes('rows') ? people : [])]
}

function scenesOf(parts: readonly Drawn[], truth: SheetTruth): SheetTruth['scenes'] {
  const columns = new Set<SceneColumn>(
    parts.flatMap((part) => (part.part === 'scenes' ? [...part.columns] : [])),
  )
  if (parts.some(({ part }) => part === 'schedule')) return truth.scenes
  if (columns.size === 0) return []
  return truth.scenes.map((scene) => ({
    ...scene,
    description: columns.has('description') || columns.has('setAndText') ? scene.description : null,
    eighths: columns.has('pages') ? scene.eighths : null,
    cast: columns.has('cast') ? scene.cast : [],
  }))
}

function castOf(parts: readonly Drawn[], { cast }: SheetTruth): SheetTruth['cast'] {
  const columns = parts.flatMap((part) => (part.part === 'cast' ? [part.columns] : []))[0]
  if (!columns) return []
  return cast.map((member) => ({
    ...member,
    number: columns.includes('number') ? member.number : null,
    pickUp: columns.includes('pickUp') ? member.pickUp : null,
    makeUp: columns.includes('makeUp') ? member.makeUp : null,
    costume: columns.includes('costume') ? member.costume : null,
    onSet: columns.includes('onSet') ? member.onSet : null,
  }))
}

function contactsOf(parts: readonly Drawn[], { contacts }: SheetTruth): SheetTruth['contacts'] {
  const columns = parts.flatMap((part) => (part.part === 'contacts' ? [part.columns] : []))[0]
  if (!columns) return []
  return contacts.map((contact) => ({
    ...contact,
    phone: columns.includes('phone') ? contact.phone : null,
    e164: columns.includes('phone') ? contact.e164 : null,
    email: columns.includes('email') ? contact.email : null,
  }))
}
