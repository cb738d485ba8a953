import { formatEighths } from '../formats.ts'
import type { SheetCast, SheetContact, SheetScene } from '../model.ts'
import type { FormSheet } from './sheet.ts'
import type { CastColumn, ContactColumn, SceneColumn } from './spec.ts'

interface Column<Row> {
  title(sheet: FormSheet): string
  /** Relative width. */
  share: number
  cell(row: Row, sheet: FormSheet): string
}

export const sceneColumns: Record<SceneColumn, Column<SheetScene>> = {
  number: { title: ({ words }) => words.scene, share: 0.9, cell: ({ number }) => number },
  intExt: {
    title: ({ words }) => words.intExt,
    share: 0.9,
    cell: ({ intExt }, { words }) => words.interior[intExt],
  },
  dayNight: {
    title: ({ words }) => words.dayNight,
    share: 1.1,
    cell: ({ dayNight }, { words }) => words.light[dayNight],
  },
  intExtDayNight: {
    title: ({ words }) => `${words.intExt} ${words.dayNight}`,
    share: 1.5,
    cell: ({ intExt, dayNight }, { words }) => `${words.interior[intExt]} / ${words.light[dayNight]}`,
  },
  set: { title: ({ words }) => words.set, share: 2.8, cell: ({ set }) => set },
  setLine: { title: ({ words }) => words.set, share: 4, cell: setLine },
  setAndText: {
    title: ({ words }) => `${words.set} / ${words.description}`,
    share: 5,
    cell: (scene, sheet) => `${setLine(scene, sheet)}\n${scene.description}`,
  },
  description: {
    title: ({ words }) => words.description,
    share: 3.6,
    cell: ({ description }) => description,
  },
  pages: { title: ({ words }) => words.pages, share: 0.8, cell: ({ eighths }) => formatEighths(eighths) },
  cast: { title: ({ words }) => words.sceneCast, share: 1.1, cell: ({ cast }) => cast.join(', ') },
  location: {
    title: ({ words }) => words.location,
    share: 1.8,
    cell: ({ location }, { content }) => content.locations[location]?.name ?? '',
  },
  startsAt: {
    title: ({ words }) => words.time,
    share: 0.9,
    cell: ({ startsAt }, { time }) => time(startsAt),
  },
}

function setLine({ intExt, set, dayNight }: SheetScene, { words }: FormSheet): string {
  const interior = words.interior[intExt].replace(/\.$/, '')
  return `${interior}. ${set} - ${words.light[dayNight]}`
}

export const castColumns: Record<CastColumn, Column<SheetCast>> = {
  number: { title: ({ words }) => words.number, share: 0.5, cell: ({ number }) => String(number) },
  character: { title: ({ words }) => words.character, share: 2, cell: ({ character }) => character },
  actor: { title: ({ words }) => words.actor, share: 2.4, cell: ({ actor }) => actor },
  pickUp: { title: ({ words }) => words.castPickUp, share: 1, cell: ({ pickUp }, { time }) => time(pickUp) },
  makeUp: { title: ({ words }) => words.makeUp, share: 1.1, cell: ({ makeUp }, { time }) => time(makeUp) },
  costume: {
    title: ({ words }) => words.costume,
    share: 1.1,
    cell: ({ costume }, { time }) => time(costume),
  },
  onSet: { title: ({ words }) => words.onSet, share: 1, cell: ({ onSet }, { time }) => time(onSet) },
  remarks: { title: ({ words }) => words.remarks, share: 1.6, cell: () => '' },
}

export const contactColumns: Record<ContactColumn, Column<SheetContact>> = {
  role: { title: ({ words }) => words.role, share: 2.2, cell: ({ role }) => role },
  name: { title: ({ words }) => words.name, share: 2.2, cell: ({ name }) => name },
  phone: { title: ({ words }) => words.phone, share: 1.9, cell: ({ phone }) => phone },
  email: { title: ({ words }) => words.email, share: 3.2, cell: ({ email }) => email },
}
