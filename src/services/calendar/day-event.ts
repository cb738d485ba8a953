import type { z } from 'zod'
import { derivedId } from '#kernel'
import type { UserSettings } from '#services/config'
import type { Content } from './content.ts'
import type { EventReminder } from './contract.ts'
import { clock, describe, type Plan, placeText } from './description.ts'
import { fill, TEXTS, type Tongue } from './texts.ts'

type Reminder = z.output<typeof EventReminder>

/** One event of a plan as it should stand in every calendar. Times are instants, shown in `timeZone`. */
export interface PlannedEvent {
  id: string
  role: 'day' | 'wake-up'
  content: Content
  startsAt: Temporal.Instant
  endsAt: Temporal.Instant
  timeZone: string
  reminders: Reminder[]
  visibility: UserSettings['eventVisibility']
  busy: boolean
}

/** 12 h, 3 h, 1 h before the departure and at it (PRODUCT 1.6); the event starts with the departure. */
const dayReminders: Reminder[] = [720, 180, 60, 0].map((minutesBefore) => ({
  minutesBefore,
  method: 'popup',
}))

/** Minutes from the wake-up; three alarms, since one is slept through (PRODUCT 1.6). */
export const ALARM_OFFSETS = [-10, 0, 5] as const
const alarmMinutes = 5

/** Without a printed wrap a shooting day is taken to last this long from the call. */
const usualDayHours = 10

export const dayEventId = (planId: string) => derivedId(planId, 'day')
export const alarmId = (planId: string, index: number) => derivedId(planId, 'wake-up', index)

/**
 * The events of a plan: the day from the departure (from the call while there is no route) to the printed wrap or
 * call + 10 h, and three wake-up alarms of five minutes when the wake-up is known. Ids are derived from the plan, so
 * the same plan always gives the same events.
 *
 * @param notes What the user has written into the event; kept.
 */
export function dayEvents(
  plan: Plan,
  settings: Pick<UserSettings, 'language' | 'eventVisibility'>,
  notes: string,
  sandbox: boolean,
): PlannedEvent[] {
  const { language, eventVisibility: visibility } = settings
  const startsAt = plan.leaveHome ?? plan.call
  const wrap = plan.wrap && Temporal.Instant.compare(plan.wrap, plan.call) > 0 ? plan.wrap : null
  const coordinates = plan.route?.locationCoordinates ?? null
  const day: PlannedEvent = {
    id: dayEventId(plan.planId),
    role: 'day',
    content: {
      title: titleOf(plan, language),
      description: describe(plan, language, sandbox),
      location: placeText(plan.location) || null,
      latitude: coordinates?.latitude ?? null,
      longitude: coordinates?.longitude ?? null,
      notes,
      language,
      url: null,
    },
    startsAt,
    endsAt: wrap ?? plan.call.add({ hours: usualDayHours }),
    timeZone: plan.timeZone,
    reminders: dayReminders,
    visibility,
    busy: true,
  }
  return [day, ...alarmsOf(plan, language, visibility, sandbox)]
}

function titleOf(plan: Plan, language: Tongue): string {
  const location = plan.location.name ?? plan.location.address
  return location
    ? fill(TEXTS.title[language], { production: plan.productionTitle, location })
    : fill(TEXTS.titleWithoutPlace[language], { production: plan.productionTitle })
}

function alarmsOf(
  plan: Plan,
  language: Tongue,
  visibility: UserSettings['eventVisibility'],
  sandbox: boolean,
): PlannedEvent[] {
  const { wakeUp } = plan
  if (!wakeUp) return []
  const title = fill(TEXTS.wakeUpTitle[language], {
    wakeUp: clock(wakeUp, plan),
    production: plan.productionTitle,
  })
  const description = [
    fill(TEXTS.call[language], { time: clock(plan.call, plan) }),
    ...(plan.leaveHome ? [fill(TEXTS.departure[language], { time: clock(plan.leaveHome, plan) })] : []),
    ...(sandbox ? [TEXTS.sandbox[language]] : []),
  ].join('\n')
  return ALARM_OFFSETS.map((minutes, index) => {
    const startsAt = wakeUp.add({ minutes })
    return {
      id: alarmId(plan.planId, index),
      role: 'wake-up' as const,
      content: {
        title,
        description,
        location: null,
        latitude: null,
        longitude: null,
        notes: '',
        language,
        url: null,
      },
      startsAt,
      endsAt: startsAt.add({ minutes: alarmMinutes }),
      timeZone: plan.timeZone,
      reminders: [{ minutesBefore: 0, method: 'popup' as const }],
      visibility,
      busy: false,
    }
  })
}
