import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../harness/until.ts'
import { expectOk } from '../journeys/world.ts'
import { openStage, type Stage } from './stage.ts'

const chatId = 4_711

/** From an update that is safe to an answer that has gone, and the moment between Telegram's yes and its record. */
const chosen: readonly (readonly [what: string, step: string])[] = [
  ['the update is safe and its job is not begun', 'telegram.updates insert'],
  ['the chat is being served', 'job telegram.serve-chat active'],
  ['the answer is known and not sent', 'telegram.outgoing insert'],
  ['the answer is about to go', 'telegram.outgoing update'],
]

describe('the bot, killed and started again, answers once', () => {
  let stage: Stage
  const chats = () => stage.sandbox.standIns.telegram.chats
  const answers = () =>
    chats()
      .messages(chatId)
      .filter((message) => message.from === 'bot')
  const atRest = async () => {
    const [open] = await stage.evidence.rows<{ left: number }>(
      'telegram',
      `select (select count(*) from telegram.updates where handled_at is null)
        + (select count(*) from telegram.outgoing where ended_at is null) as left`,
    )
    return Number(open!.left) === 0
  }

  beforeAll(async () => {
    stage = await openStage()
    const { body } = await expectOk(stage.member.post('/telegram/links', {}))
    chats().say(chatId, `/start ${new URL(body.url).searchParams.get('start')}`)
    await until('the link', async () => answers().length === 1 && (await atRest()), 30_000)
  }, 120_000)
  afterAll(() => stage.stop())

  it.each(chosen)(
    '%s',
    async (_what, step) => {
      const before = answers().length
      const killed = stage.killAt(step)
      chats().say(chatId, '/help')
      await killed
      await stage.start()
      await until('an answer', async () => answers().length > before && (await atRest()), 60_000)
      expect(answers().length - before).toBe(1)
    },
    120_000,
  )

  it('Telegram has taken the answer and it is not noted', async () => {
    const before = answers().length
    chats().say(chatId, '/help')
    // What the stand-in has written is on the page before the product hears of it.
    await until('the answer', async () => answers().length > before, 30_000)
    await stage.kill()
    await stage.start()
    await until('rest', atRest, 60_000)
    expect(answers().length - before).toBe(1)
  }, 120_000)

  describe('with a model behind it', () => {
    const model = () => stage.sandbox.standIns.languageModel
    const tomorrow = Temporal.Now.zonedDateTimeISO('Europe/Warsaw').toPlainDate().add({ days: 1 })
    const order = (text: string) =>
      `use create_reminder ${JSON.stringify({ text, startsAt: `${tomorrow}T09:00` })}`
    const reminders = async () =>
      (await stage.evidence.rows('reminder', 'select from reminder.reminders')).length

    const start = async () => {
      const { AI_SANDBOX_URL: url, AI_SANDBOX_KEY: key } = stage.sandbox.env
      await stage.start({ AI_UPSTREAM_URL: url, AI_UPSTREAM_KEY: key })
    }

    beforeAll(async () => {
      await stage.kill()
      await start()
    }, 60_000)

    it('that has been asked while its answer is not noted, asks the person once', async () => {
      const before = answers().length
      // Its first thought is told by then, and the house has nothing written down of it.
      model().follow([{ text: '', call: { name: 'list_reminders', arguments: '{}' } }])
      stage.sandbox.faults.set('language-model', { kind: 'slow', ms: 5_000, skip: 1, times: 1 })
      chats().say(chatId, order('wyślij raport'))
      await until('a first thought', async () => model().requests().length > 0, 30_000)
      await stage.kill()
      await start()
      await until('the question', async () => answers().length > before && (await atRest()), 90_000)
      expect(answers().length - before).toBe(1)
      expect(answers().at(-1)!.text).toMatch(/^Czy przypomnieć: wyślij raport/u)
      expect(await reminders()).toBe(0)
    }, 150_000)

    it('and the person has confirmed, and it is done and not noted: it is done once', async () => {
      const killed = stage.killAt('reminder.reminders insert')
      chats().press(chatId, 'Potwierdź')
      await killed
      await start()
      await until(
        'the end',
        async () => /Przypomnę|I will remind/u.test(answers().at(-1)!.text) && (await atRest()),
        90_000,
      )
      expect(await reminders()).toBe(1)
      expect(await stage.evidence.rows('telegram', 'select from telegram.proposals')).toEqual([])
    }, 150_000)
  })
})
