import { always, type Calls, fewer, type Measured, type Scene } from './kinds.ts'
import { newEvent } from './writes.ts'

const newReminder = ({ today }: Scene) => ({
  text: 'To change',
  startsAt: `${today.add({ days: 300 })}T09:00`,
  timeZone: 'Europe/Warsaw',
  rule: 'FREQ=WEEKLY',
})

/** A call about a reminder that was made for it. */
function reminded(more: Readonly<Record<string, unknown>> = {}): Measured['call'] {
  return async (scene) => {
    const { body } = await scene.owner.post('/reminders', newReminder(scene))
    return { input: { reminderId: body.id, ...more } }
  }
}

export const reminderReads: Calls = {
  'reminder.list': always({ limit: 50 }),
  'reminder.upcoming': always({ limit: 50 }),
  'reminder.understand': always({ text: 'w każdy piątek o 17 oprócz 24 grudnia raport' }),
  'reminder.get': { call: reminded() },
  'reminder.history': { call: reminded() },
  'reminder.getDigest': always(),
}

export const reminderWrites: Calls = {
  'reminder.create': { call: (scene) => ({ input: newReminder(scene) }) },
  'reminder.createFromText': always({ text: 'pojutrze o 9 raport' }),
  'reminder.createForEvent': {
    call: async (scene) => ({ input: { eventId: await newEvent(scene), minutesBefore: 15 } }),
    requests: fewer,
  },
  'reminder.update': { call: reminded({ text: 'Another text' }) },
  'reminder.snooze': { call: reminded({ minutes: 60 }) },
  'reminder.skip': { call: reminded() },
  'reminder.complete': { call: reminded() },
  'reminder.remove': { call: reminded() },
  'reminder.setDigest': { call: (_scene, index) => ({ input: { enabled: index % 2 === 0 } }) },
}
