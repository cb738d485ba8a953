import type { ColumnKey } from '../lexicon/index.ts'

export type TableKind = 'scenes' | 'cast' | 'crew' | 'locations'

/** Which columns each kind of table may have, and how telling each is. */
export const COLUMNS: Record<TableKind, Partial<Record<ColumnKey, number>>> = {
  scenes: {
    scene: 3,
    intExt: 3,
    dayNight: 3,
    set: 1.5,
    description: 1.5,
    pages: 2,
    castNumbers: 1.2,
    location: 0.8,
    address: -2,
    number: 0.6,
    remarks: 0.3,
    time: 0.4,
    call: 0.1,
    date: 0.1,
  },
  cast: {
    character: 3,
    actor: 2.5,
    pickup: 2,
    arrival: 1.2,
    makeup: 2,
    wardrobe: 2,
    onSet: 1.5,
    status: 1,
    number: 1,
    name: 0.6,
    call: 0.5,
    remarks: 0.4,
    wrap: 0.4,
    phone: 0.2,
  },
  crew: {
    role: 2,
    name: 2,
    department: 2.2,
    call: 1.8,
    phone: 2,
    email: 2,
    wrap: 0.8,
    remarks: 0.5,
    number: 0.4,
    time: 0.8,
    status: 0.1,
    // Where each is called to: `SET`, `BASE`.
    location: 0.1,
  },
  locations: {
    location: 2,
    address: 2,
    // `Motiv | Adresse | Bilder`: which scenes play there.
    scene: 0.8,
    number: 0.5,
    remarks: 0.3,
    set: 0.5,
    phone: 0.2,
    name: 0.6,
  },
}
