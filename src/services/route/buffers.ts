import { z } from 'zod'

/**
 * The minutes a crew member plans around the drives (PRODUCT 1.4). The order is the order of the day:
 * the morning at home, loading at the equipment house, reserve for traffic, finding a place to park, walking in.
 */
export const BUFFER_FIELDS = {
  morningRoutineMinutes: { default: 45, min: 0, max: 120, meaning: 'From waking up to leaving home' },
  carChangeMinutes: {
    default: 15,
    min: 0,
    max: 60,
    meaning: 'At the equipment house: loading, changing cars',
  },
  trafficMinutes: { default: 20, min: 0, max: 60, meaning: 'Reserve on the drive that ends at the location' },
  parkingMinutes: { default: 10, min: 0, max: 30, meaning: 'From reaching the location to standing parked' },
  entryMinutes: { default: 10, min: 0, max: 30, meaning: 'From the parked car to being on set' },
} as const

export type BufferField = keyof typeof BUFFER_FIELDS

function minutes(field: BufferField) {
  const { min, max, meaning } = BUFFER_FIELDS[field]
  return z.int().min(min).max(max).describe(`${meaning}, minutes`)
}

/** A full set of buffers, each in whole minutes within its range. */
export const Buffers = z.object({
  morningRoutineMinutes: minutes('morningRoutineMinutes'),
  carChangeMinutes: minutes('carChangeMinutes'),
  trafficMinutes: minutes('trafficMinutes'),
  parkingMinutes: minutes('parkingMinutes'),
  entryMinutes: minutes('entryMinutes'),
})
export type Buffers = z.output<typeof Buffers>

export const BufferPreset = z.enum(['conservative', 'standard', 'minimal'])
export type BufferPreset = z.output<typeof BufferPreset>

/** The presets of PRODUCT 1.4; there they read car change / parking / entry / traffic / morning routine. */
export const BUFFER_PRESETS: Readonly<Record<BufferPreset, Readonly<Buffers>>> = {
  conservative: {
    morningRoutineMinutes: 60,
    carChangeMinutes: 20,
    trafficMinutes: 30,
    parkingMinutes: 15,
    entryMinutes: 15,
  },
  standard: {
    morningRoutineMinutes: 45,
    carChangeMinutes: 15,
    trafficMinutes: 20,
    parkingMinutes: 10,
    entryMinutes: 10,
  },
  minimal: {
    morningRoutineMinutes: 30,
    carChangeMinutes: 10,
    trafficMinutes: 15,
    parkingMinutes: 5,
    entryMinutes: 5,
  },
}
