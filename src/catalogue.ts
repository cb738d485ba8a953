import type { Service } from './kernel/service.ts'
import auth from './services/auth/service.ts'
import calendar from './services/calendar/service.ts'

/** Every service of the house. The order is the one in which they start. */
export const catalogue: readonly Service[] = [auth, calendar]
