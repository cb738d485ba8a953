import { type BufferPreset, bufferPresets } from '#services/config'
import { bold, escaped } from '../markup.ts'
import { type Ability, type Answer, asMe, say, type Talk } from '../talk.ts'

export const settingsCommands: Readonly<Record<string, Ability>> = {
  settings: { forLinked: true, run: (talk) => show(talk, false) },
}

export const settingsPresses: Readonly<Record<string, Ability>> = {
  preset: { forLinked: true, run: (talk, [name = '']) => setPreset(talk, name) },
  evening: { forLinked: true, run: (talk, [hour = '']) => setEvening(talk, hour) },
  quiet: { forLinked: true, run: (talk, [which = '']) => setQuiet(talk, which) },
}

const time = (at: Temporal.PlainTime) => at.toString({ smallestUnit: 'minute' })
const eveningHours = ['18:00', '19:00', '20:00', '21:00']
const quietFrom = Temporal.PlainTime.from('22:00')
const quietTo = Temporal.PlainTime.from('06:00')

async function show(talk: Talk, saved: boolean): Promise<Answer> {
  const { texts } = talk
  const mine = await asMe(talk, (call) => call.config.mySettings({}))
  const { quietHours, eveningAt } = mine.notifications
  const { morningRoutineMinutes, carChangeMinutes, trafficMinutes, parkingMinutes, entryMinutes } =
    mine.buffers
  const lines = [
    texts.homeIs(mine.home?.address ?? null),
    texts.buffers([morningRoutineMinutes, carChangeMinutes, trafficMinutes, parkingMinutes, entryMinutes]),
    texts.eveningAt(time(eveningAt)),
    texts.quietHours(quietHours && time(quietHours.from), quietHours && time(quietHours.to)),
  ]
  const heading = saved ? `${bold(texts.settings)} · ${escaped(texts.saved)}` : bold(texts.settings)
  return say(talk, [heading, ...lines.map(escaped)].join('\n'), [
    ...Object.entries(texts.preset).map(([name, text]) => [{ text, does: `preset:${name}` }]),
    eveningHours.map((hour) => ({ text: hour, does: `evening:${hour.replace(':', '')}` })),
    [
      { text: texts.quietHours(time(quietFrom), time(quietTo)), does: 'quiet:on' },
      { text: texts.quietHours(null, null), does: 'quiet:off' },
    ],
  ])
}

type Patch = Parameters<Talk['ctx']['call']['config']['updateMySettings']>[0]

async function save(talk: Talk, patch: Patch): Promise<Answer> {
  await asMe(talk, (call) => call.config.updateMySettings(patch))
  return await show(talk, true)
}

async function setPreset(talk: Talk, name: string): Promise<Answer> {
  if (!(name in bufferPresets)) return say(talk, talk.texts.outdated)
  return await save(talk, { preset: name as BufferPreset })
}

async function setEvening(talk: Talk, digits: string): Promise<Answer> {
  const hour = eveningHours.find((each) => each.replace(':', '') === digits)
  if (!hour) return say(talk, talk.texts.outdated)
  return await save(talk, { notifications: { eveningAt: Temporal.PlainTime.from(hour) } })
}

async function setQuiet(talk: Talk, which: string): Promise<Answer> {
  return await save(talk, {
    notifications: { quietHours: which === 'on' ? { from: quietFrom, to: quietTo } : null },
  })
}
