import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../harness/until.ts'
import { type Mailed, openStage, type Stage } from './stage.ts'
import { judge } from './witness.ts'

/** Takes a guarantee away by SQL, lets the product run into it, and hears what the witness says. */
describe('the witness', () => {
  let stage: Stage
  let mailed: Mailed
  const rows = <T = Record<string, unknown>>(sql: string, values?: unknown[]) =>
    stage.evidence.rows<T>('', sql, values)
  const complaints = async () => (await judge(stage.evidence, [mailed.date])).join('\n')
  const cries = (what: RegExp) => until(`a complaint like ${what}`, async () => what.test(await complaints()))

  beforeAll(async () => {
    stage = await openStage()
    mailed = await stage.mailSheet()
    expect(await stage.verdict([mailed.date])).toEqual([])
  }, 120_000)
  afterAll(() => stage.stop())

  it('has nothing to say of an event that is delivered twice: the inbox knows it', async () => {
    await goesOutAgain('schedule.planned')
    await goesOutAgain('schedule.created')
    await again('calendar.copyPlan', 'notification.deliver')
    expect(await stage.verdict([mailed.date])).toEqual([])
  }, 60_000)

  it('cries when the inbox is emptied between two deliveries and the cause has no stable id', async () => {
    await rows('truncate notification.inbox')
    await rows('update notification.days set version = 0, told = false')
    await rows('alter table notification.deliveries drop constraint deliveries_notification_id_fkey')
    await rows('update notification.intents set id = gen_random_uuid()')
    await goesOutAgain('schedule.planned')
    await cries(/a cause was told more than once/)
    expect(await complaints()).toMatch(/notification never heard schedule\.planned|never heard pdf\.parsed/)
  }, 60_000)

  it('cries when a second delivery by one channel is possible', async () => {
    const second = `insert into notification.deliveries (id, notification_id, user_id, channel, state, due_at)
      select gen_random_uuid(), notification_id, user_id, channel, 'waiting', notification.now()
      from notification.deliveries where channel = 'email' limit 1`
    await expect(rows(second)).rejects.toThrow(/duplicate key/)
    await rows('alter table notification.deliveries drop constraint deliveries_notification_id_channel_key')
    const before = stage.sandbox.smtp.sent().length
    await rows(second)
    await until('the second mail', () => stage.sandbox.smtp.sent().length > before)
    expect(await complaints()).toMatch(/two deliveries by email of notification/)
  }, 60_000)

  it('cries when a mail has gone out and nobody knows', async () => {
    await rows(`delete from notification.deliveries where channel = 'email'`)
    await cries(/mail <.*@klaps> was sent and is not recorded/)
  }, 60_000)

  it('cries when events have ids of Google’s choice and their record is lost', async () => {
    await rows('delete from calendar.event_copies')
    for (const { owner, events } of stage.sandbox.standIns.calendar.calendars.calendars())
      if (owner === stage.member.email)
        for (const [id, event] of events.entries().toArray()) {
          events.delete(id)
          events.set(`other${id}`, { ...event, id: `other${id}` })
        }
    await rows('update calendar.plan_copies set wanted = wanted + 1')
    await again('calendar.copyPlan')
    await cries(/plan \S+ has 2 events instead of one/)
    expect(await complaints()).toMatch(/has 6 alarms/)
  }, 60_000)

  it('cries when the same mail is taken for a new one', async () => {
    await rows('delete from email.fingerprints')
    await rows('alter table email.attachments drop constraint attachments_user_id_sha256_key')
    const into = { into: 'imap' as const, recipients: [stage.member.email] }
    await stage.sandbox.mailbox.deliver(Buffer.from(mailed.raw), into)
    await cries(/a file of a person was stored more than once/)
    await cries(/a file became several documents/)
  }, 60_000)

  it('cries when a day can be planned twice', async () => {
    await rows('alter table schedule.plans drop constraint plans_day_id_user_id_key')
    await rows(`insert into schedule.plans select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid()))).*
      from schedule.plans p`)
    await cries(/a person has more than one plan for a day/)
  }, 60_000)

  it('cries when a job is given up', async () => {
    await rows(`insert into pgboss.job (name, data, retry_limit) values ('pdf.read', '{"input": {}}', 0)`)
    await cries(/a job of pdf is not done/)
  }, 60_000)

  /** The last job of each queue once more (of a listener: with this event), past the id that would drop it. */
  /** The last such event of schedule, as a replay brings it. */
  async function goesOutAgain(type: string): Promise<void> {
    const repeated = await rows(
      `insert into schedule.outbox (id, type, event)
       select id, type, event || '{"replayid": "again"}' from schedule.event_log where type = $1 order by seq desc limit 1 returning id`,
      [type],
    )
    expect(repeated).toHaveLength(1)
    await until('it to be relayed', async () => (await rows('select from schedule.outbox')).length === 0)
  }

  async function again(...queues: readonly string[]): Promise<void> {
    const ids: string[] = []
    for (const queue of queues) {
      const [copy] = await rows<{ id: string }>(
        `insert into pgboss.job select (jsonb_populate_record(j, jsonb_build_object('id', gen_random_uuid(),
           'state', 'created', 'started_on', null, 'completed_on', null, 'retry_count', 0))).*
         from pgboss.job j where name = $1 order by created_on desc limit 1 returning id::text`,
        [queue],
      )
      if (!copy) throw new Error(`${queue} has had no job`)
      ids.push(copy.id)
    }
    const open = `select from pgboss.job where id = any ($1::uuid[]) and state <> 'completed'`
    await until('the end of the repeated jobs', async () => (await rows(open, [ids])).length === 0, 30_000)
  }
})
