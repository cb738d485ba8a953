import { startSandbox } from '../../sandbox/index.ts'
import { openSplitHouse } from '../harness/split.ts'
import { productionJourney } from '../journeys/production.ts'

productionJourney(async () => {
  const sandbox = await startSandbox()
  const house = await openSplitHouse({ env: sandbox.env, replicas: { schedule: 2, notification: 2 } })
  return {
    url: house.url,
    sandbox,
    stop: async () => {
      await house.stop()
      await sandbox.stop()
    },
  }
})
