import type { Service } from './kernel/service.ts'

import { calendarService } from './services/calendar/service.ts'

/** Every service of the house. The order is the one in which they start. */
export const catalogue: readonly Service[] = [calendarService]
