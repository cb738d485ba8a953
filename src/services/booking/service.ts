import { defineService, rows } from '#kernel'
import { paymentCompleted } from '#services/payment'
import { afterHandlers } from './after.ts'
import { needs, settings } from './context.ts'
import { booking } from './contract.ts'
import { erasePerson, exportPerson } from './personal.ts'
import { forget } from './retention.ts'
import { settle } from './settle.ts'
import type { Tables } from './tables.ts'
import { rotateTicketKeys } from './tickets/keys.ts'

export default defineService({
  contract: booking,
  tables: rows<Tables>(),
  needs,
  settings,
  hears: { paymentCompleted },
  migrations: new URL('./migrations/', import.meta.url),
  routes: { ...afterHandlers },
  on: {
    paymentCompleted: async (_ctx, payment, tx) => void (await settle(tx, payment)),
  },
  jobs: {
    rotateTicketKeys: { cron: '17 3 * * *', run: rotateTicketKeys },
    forget: { cron: '41 3 * * *', run: forget },
  },
  personal: { export: exportPerson, erase: erasePerson },
})
