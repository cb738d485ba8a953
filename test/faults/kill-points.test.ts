import { expect, it } from 'vitest'
import { openStage } from './stage.ts'

it('probe', async () => {
  const stage = await openStage()
  const seen: string[] = []
  stage.steps().on((s) => { if (!seen.includes(s)) seen.push(s) })
  const t = performance.now()
  const { date } = await stage.mailSheet()
  const v = await stage.verdict([date])
  console.log(performance.now() - t, seen.length, seen.join('\n'))
  console.log(v)
  await stage.stop()
}, 100_000)
