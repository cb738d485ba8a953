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
})
