import { describe, expect, it } from 'vitest'
import {
  anna,
  house,
  later,
  make,
  now,
  once,
  told,
  toldOnce,
  withReminders,
  zone,
} from './reminder.fixture.ts'

withReminders()

describe('the evening digest', () => {
  const evening = () =>
    now()
      .toZonedDateTimeISO(zone)
      .add({ hours: 4 })
      .toPlainDate()
      .toPlainDateTime('20:00')
      .toZonedDateTime(zone)
  const tomorrow = () =>
    evening().toPlainDate().add({ days: 1 }).toPlainDateTime('09:30').toString({ smallestUnit: 'minute' })

  it('tells at the evening time of the next day, unless it is switched off', async () => {
    const bea = await house.person()
    for (const person of [anna, bea]) {
      await make({ text: 'faktury', startsAt: tomorrow(), timeZone: zone, rule: 'FREQ=DAILY' }, person)
      await person.get('/reminders/digest')
    }
    expect((await bea.put('/reminders/digest', { enabled: false })).body).toEqual({ enabled: false })
    await house.travelTo(evening().toInstant().add({ seconds: 1 }))
    const [digest] = await toldOnce(anna)
    expect(digest).toMatchObject({ priority: 'normal' })
    expect(digest.title).toContain('Przypomnienia na jutro')
    expect(digest.body).toContain('09:30 faktury')
    expect((await told(bea)).body.items).toEqual([])
  })
})

describe('what it knows of a person', () => {
  it('is exported readably and erased whole', async () => {
    await once(5, 'sekret')
    await later(6)
    await toldOnce()
    const runtime = house.house.host.runtimes.get('reminder')!
    const { personal } = await import('./personal.ts')
    const exported = await personal.export(runtime.ctx as never, anna.id)
    expect(JSON.stringify(exported)).toContain('sekret')
    await runtime.db.transaction((tx) => personal.erase(runtime.ctx as never, anna.id, tx as never))
    for (const table of ['reminders', 'occurrences', 'digests'])
      expect(await house.rows(`select 1 from reminder.${table} where user_id = $1`, [anna.id])).toEqual([])
  })
})
