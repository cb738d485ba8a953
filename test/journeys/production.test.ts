import { startSandbox } from '../../sandbox/index.ts'
import { openTestHouse } from '../harness/house.ts'
import { productionJourney } from './production.ts'

productionJourney(async () => {
  const sandbox = await startSandbox()
  const house = await openTestHouse({ env: { ...sandbox.env, AUTH_JWKS: '' } })
  return {
    url: house.url,
    sandbox,
    stop: async () => {
      await house.stop()
      await sandbox.stop()
    },
  }
})
