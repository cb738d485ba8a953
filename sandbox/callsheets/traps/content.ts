import { yearlessStyle } from '../formats.ts'
import type { SheetContent } from '../model.ts'
import { revision } from '../revise.ts'
import { settings } from '../settings/index.ts'
import { type ContentTrap, instructions } from './traps.ts'

/** The content with a trap laid in it. The truth made of it afterwards is still what is printed. */
export const layTrap: Record<ContentTrap, (content: SheetContent) => SheetContent> = {
  'night-shoot': (content) => {
    const late = revision(content, { crewCall: '17:30', estimatedWrap: '04:15' })
    const scenes = late.scenes.map((scene) => ({ ...scene, dayNight: 'NIGHT' as const }))
    return { ...late, revision: content.revision, scenes }
  },
  'company-moves': manyLocations,
  'vendor-pick-up': (content) => {
    const [vendor] = settings[content.setting].vendors
    if (!vendor) throw new Error('A setting without vendors')
    return {
      ...content,
      pickUps: [{ vendor: vendor.name, address: vendor.address, what: vendor.what, time: '06:00' }],
    }
  },
  'personal-call': (content) => {
    const call = Temporal.PlainTime.from(content.crewCall).subtract({ hours: 1 })
    const person = content.crew.find(({ role }) => /DIT/.test(role)) ?? content.crew[0]
    return {
      ...content,
      crew: content.crew.map((each) =>
        each === person ? { ...each, time: call.toString({ smallestUnit: 'minute' }) } : each,
      ),
    }
  },
  'one-interior': (content) => ({
    ...content,
    scenes: content.scenes.map((scene, index) => ({ ...scene, intExt: index === 1 ? 'INT' : 'EXT' })),
  }),
  'date-without-year': (content) => ({
    ...content,
    style: { ...content.style, date: yearlessStyle(content.language) },
  }),
  'wrong-weekday': (content) => ({
    ...content,
    style: { ...content.style, date: 'long-weekday', wrongWeekday: true },
  }),
  'morning-sunset': (content) => ({ ...content, sunset: '08:24' }),
  instructions: (content) => ({ ...content, notes: [...content.notes, instructions.text] }),
}

/** Every spot of the town that the scenes can be spread over, three at most. */
function manyLocations(content: SheetContent): SheetContent {
  const { towns } = settings[content.setting]
  const first = content.locations[0]?.address
  const town = towns.find(({ spots }) => spots.some(({ address }) => address === first)) ?? towns[0]
  const spots = (town?.spots ?? []).slice(0, 3)
  const locations = spots.map(({ name, address, latitude, longitude }) => ({
    name,
    address,
    coordinates: { latitude, longitude },
  }))
  const each = Math.max(1, Math.ceil(content.scenes.length / spots.length))
  const scenes = content.scenes.map((scene, index) => {
    const location = Math.min(spots.length - 1, Math.floor(index / each))
    const sets = spots[location]?.sets ?? []
    const set = sets[index % Math.max(1, sets.length)]
    return {
      ...scene,
      location,
      set: set?.name.toLocaleUpperCase('pl') ?? scene.set,
      intExt: set?.outdoors ? ('EXT' as const) : ('INT' as const),
    }
  })
  return { ...content, locations, scenes }
}
