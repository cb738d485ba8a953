import { defineService, rows } from '#kernel'
import { needs, settings } from './context.ts'
import { booking } from './contract.ts'
import { erasePerson, exportPerson } from './personal.ts'
import type { Tables } from './tables.ts'

export default defineService({
  contract: booking,
  tables: rows<Tables>(),
  needs,
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  routes: {},
  personal: { export: exportPerson, erase: erasePerson },
})
