import { Client } from 'pg'
import { expect, it } from 'vitest'
import { startSandbox } from '../../sandbox/index.ts'
import { connectEmbedded } from '../../src/adapters/postgres/embedded.ts'
import { Person } from '../harness/person.ts'
import { startKlapsProcess } from '../harness/process.ts'
import { scratchFolder, throwAway } from '../harness/scratch.ts'
import { until } from '../harness/until.ts'
import { expectOk } from '../journeys/world.ts'

const adminEmail = 'head@klaps.example'

it('a proxy killed between the upstream and the record loses nothing and lets nobody overspend', async () => {
  const sandbox = await startSandbox()
  const dataDir = await scratchFolder('klaps-ai-kill-')
  const env = {
    ...sandbox.env,
    KLAPS_SANDBOX: 'off',
    KLAPS_ADMIN_EMAIL: adminEmail,
    AI_UPSTREAM_URL: sandbox.env.AI_SANDBOX_URL!,
    AI_UPSTREAM_KEY: sandbox.env.AI_SANDBOX_KEY!,
  }
  const start = () => startKlapsProcess(['--port', '0', '--data', dataDir], env)
  let house = await start()
  try {
    const stranger = new Person(house.url, undefined, 'stranger')
    const account = await expectOk(
      stranger.post('/auth/sign-up', { email: adminEmail, name: 'Head', password: 'klaps klaps klaps' }),
    )
    const admin = new Person(house.url, account.body.accessToken, account.body.user.id)
    // A call costs exactly ten, which is what it reserves.
    const price = { inputPerMillion: 0, outputPerMillion: 10_000_000, maxOutputTokens: 1 }
    await expectOk(admin.put('/ai/prices', { model: 'one-token', ...price }))
    const { body: made } = await expectOk(admin.post('/ai/keys', { name: 'test', budgetMicrodollars: 100 }))
    const ask = async (stream: boolean) => {
      const response = await fetch(`${house.url}/api/v1/ai/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${made.key}` },
        body: JSON.stringify({
          model: 'one-token',
          max_tokens: 1,
          stream,
          messages: [{ role: 'user', content: 'Hello' }],
        }),
      })
      return { status: response.status, text: response.text().catch(() => 'cut off') }
    }
    sandbox.standIns.languageModel.behave({ hangAfter: 1 })
    // One answer is under way and one has just been given when the process dies.
    const hanging = await ask(true)
    expect((await ask(false)).status).toBe(200)
    await house.kill('SIGKILL')
    expect(await hanging.text).toBe('cut off')
    sandbox.standIns.languageModel.reset()

    house = await start()
    const witness = new Client({ connectionString: connectEmbedded(dataDir)! })
    await witness.connect()
    const look = async (sql: string) => (await witness.query(sql, [`key:${made.keyId}`])).rows[0]
    const allowance = () =>
      look(`select used::int, leased::int from ai.allowances where subject = $1 and kind = 'cost'`)
    await until('the dead process to be settled', async () => (await allowance()).leased === 0, 60_000)
    expect(await allowance()).toEqual({ used: 20, leased: 0 })

    const answers = await Promise.all(Array.from({ length: 40 }, () => ask(false)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(8)
    await until('the rest to be settled', async () => (await allowance()).used === 100)
    const { cost } = await look(
      'select sum(cost_microdollars)::int as cost from ai.usage_days where subject = $1',
    )
    expect(cost).toBe(100)
    await witness.end()
  } finally {
    await house.kill('SIGKILL')
    await sandbox.stop()
    await throwAway(dataDir)
  }
}, 180_000)
