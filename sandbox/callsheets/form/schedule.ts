import { formatEighths } from '../formats.ts'
import type { SheetScene } from '../model.ts'
import type { FormSheet } from './sheet.ts'

/** Times in the order of the working day: what reads as earlier than the first entry is the next morning. */
export function dayRows(sheet: FormSheet): string[][] {
  const { content, words } = sheet
  const entries: { time: string; what: string }[] = [
    ...content.pickUps.map(({ time, vendor, address, what }) => ({
      time,
      what: `${words.pickUp}: ${vendor}, ${address} (${what})`,
    })),
    { time: content.productionCall, what: words.productionCall },
    { time: content.crewCall, what: words.crewCall },
    ...content.meals.map(({ time, name }) => ({ time, what: name })),
    ...content.scenes.map((scene, index) => ({ time: scene.startsAt, what: sceneText(sheet, scene, index) })),
    { time: content.estimatedWrap, what: words.wrap },
  ]
  const start = Temporal.PlainTime.from(content.crewCall).subtract({ hours: 4 })
  const sinceStart = (time: string) => {
    const minutes = start.until(Temporal.PlainTime.from(time)).total('minutes')
    return minutes < 0 ? minutes + 1440 : minutes
  }
  return entries
    .toSorted((a, b) => sinceStart(a.time) - sinceStart(b.time))
    .map(({ time, what }) => [sheet.time(time), what])
}

function sceneText({ content, words }: FormSheet, scene: SheetScene, index: number): string {
  const before = content.scenes[index - 1]
  const moves = before !== undefined && before.location !== scene.location
  const move = moves ? `${words.move} ${content.locations[scene.location]?.name ?? ''}\n` : ''
  const where = `${words.scene} ${scene.number} ${words.interior[scene.intExt]} ${scene.set} / ${words.light[scene.dayNight]}`
  return `${move}${where}\n${scene.description} (${formatEighths(scene.eighths)} ${words.pages}, ${words.sceneCast} ${scene.cast.join(', ')})`
}
