import { shiftTime } from './formats.ts'
import type { CallTime, ClockTime, SheetContent } from './model.ts'
import { settings } from './settings/index.ts'

/** What may differ between two issues of a sheet: the production and the date name the day and stay. */
export type SheetChanges = Partial<
  Omit<SheetContent, 'production' | 'date' | 'day' | 'language' | 'revision' | 'status'>
>

/**
 * The next issue of a sheet: number + 1, the next colour, issued later. A changed crew call moves every other time of
 * the day by as much, unless `changes` gives that field too.
 */
export function revision(content: SheetContent, changes: SheetChanges): SheetContent {
  const moved =
    changes.crewCall === undefined
      ? content
      : shifted(content, minutesBetween(content.crewCall, changes.crewCall))
  return { ...moved, ...changes, revision: nextRevision(content) }
}

/** The sheet that calls the day off, as the next issue of the given one. */
export function cancellation(content: SheetContent): SheetContent {
  return { ...content, status: 'cancelled', revision: nextRevision(content) }
}

/** The sheet of the following day: an hour later, first issue. */
export function nextDay(content: SheetContent): SheetContent {
  const { date, day, revision, setting, crewCall } = content
  const moved = shifted({ ...content, crewCall: shiftTime(crewCall, 60) }, 60)
  return {
    ...moved,
    date: Temporal.PlainDate.from(date).add({ days: 1 }).toString(),
    day: { ...day, number: day.number + 1 },
    revision: { ...revision, number: 0, colour: settings[setting].revisionColours[0] ?? '' },
  }
}

function nextRevision({ revision, setting }: SheetContent): SheetContent['revision'] {
  const number = revision.number + 1
  const colours = settings[setting].revisionColours
  const before = Temporal.PlainDateTime.from(revision.issuedAt)
  const lateEvening = before.with({ hour: 23, minute: 40 })
  // Revisions come late: at 23:40, or 20 minutes after one that came later still.
  const issuedAt =
    Temporal.PlainDateTime.compare(before, lateEvening) < 0 ? lateEvening : before.add({ minutes: 20 })
  return {
    number,
    colour: colours[number % colours.length] ?? '',
    issuedAt: issuedAt.toString({ smallestUnit: 'minute' }),
  }
}

function minutesBetween(from: ClockTime, to: ClockTime): number {
  return Temporal.PlainTime.from(from).until(Temporal.PlainTime.from(to)).total('minutes')
}

function shifted(content: SheetContent, minutes: number): SheetContent {
  const move = (time: ClockTime) => shiftTime(time, minutes)
  const moveCall = (time: CallTime) => (time === 'O/C' || time === 'n/a' ? time : move(time))
  return {
    ...content,
    productionCall: move(content.productionCall),
    departmentCalls: content.departmentCalls.map((call) => ({ ...call, time: moveCall(call.time) })),
    crew: content.crew.map((person) => ({ ...person, time: moveCall(person.time) })),
    scenes: content.scenes.map((scene) => ({ ...scene, startsAt: move(scene.startsAt) })),
    cast: content.cast.map((member) => ({
      ...member,
      pickUp: moveCall(member.pickUp),
      makeUp: move(member.makeUp),
      costume: move(member.costume),
      onSet: move(member.onSet),
    })),
    background: content.background.map((extra) => ({ ...extra, time: move(extra.time) })),
    meals: content.meals.map((meal) => ({ ...meal, time: move(meal.time) })),
    estimatedWrap: move(content.estimatedWrap),
  }
}
