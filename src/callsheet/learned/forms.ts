import type { FieldName } from '../types.ts'

/** How a value is printed that can be learned. */
export type Form = 'time' | 'date' | 'day' | 'place' | 'title' | 'text'

const fields: Readonly<Partial<Record<FieldName, Form>>> = {
  productionTitle: 'title',
  shootingDate: 'date',
  day: 'day',
  crewCall: 'time',
  productionCall: 'time',
  personalCall: 'time',
  estimatedWrap: 'time',
  sunrise: 'time',
  sunset: 'time',
  locations: 'place',
  unitBase: 'place',
  parking: 'place',
  hospital: 'place',
  weather: 'text',
  background: 'text',
  equipment: 'text',
  safetyNotes: 'text',
  notes: 'text',
  advanceSchedule: 'text',
}

/** Values of the rows of lists. What else a row says (page lengths, INT and EXT, telephones) is never copied as printed. */
const properties: Readonly<Record<string, Form>> = {
  time: 'time',
  pickup: 'time',
  arrival: 'time',
  makeup: 'time',
  wardrobe: 'time',
  onSet: 'time',
  name: 'text',
  role: 'text',
  department: 'text',
  character: 'text',
  actor: 'text',
  set: 'text',
  description: 'text',
  location: 'text',
  email: 'text',
}

/** In what form a value stands on paper, of a field or of one value of a row; undefined where it cannot be learned. */
export function formOf(field: FieldName, property: string | null): Form | undefined {
  return property === null ? fields[field] : properties[property]
}
