import ICAL from 'ical.js'
import { convertIcsCalendar } from 'ts-ics'
import { expect } from 'vitest'

/** Properties of a calendar or event that stand behind its components: RFC 5545 (3.6) has them first, readers differ. */
function propertiesBehindComponents(text: string): string[] {
  const open: { hasComponents: boolean }[] = []
  return text.split('\r\n').filter((line) => {
    if (line.startsWith('BEGIN:')) {
      const around = open.at(-1)
      if (around) around.hasComponents = true
      open.push({ hasComponents: false })
    } else if (line.startsWith('END:')) open.pop()
    else return open.at(-1)?.hasComponents
    return false
  })
}

/** Parses as strict clients do; throws on what is not iCalendar. Another reader than the one that wrote it judges, too. */
export function parsedIcs(text: string): { events: ICAL.Event[]; root: ICAL.Component } {
  expect(propertiesBehindComponents(text)).toEqual([])
  const root = new ICAL.Component(ICAL.parse(text))
  for (const zone of root.getAllSubcomponents('vtimezone'))
    ICAL.TimezoneService.register(new ICAL.Timezone(zone))
  const events = root.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each))
  const judged = convertIcsCalendar(undefined, text)
  expect((judged.events ?? []).map(({ uid, summary, start }) => [uid, summary, start.date])).toEqual(
    events.map(({ uid, summary, startDate }) => [uid, summary, startDate.toJSDate()]),
  )
  return { root, events }
}
