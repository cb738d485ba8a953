import type { Service } from './kernel/service.ts'
import notification from './services/notification/service.ts'

/** Every service of the house. The order is the one in which they start. */
export const catalogue: readonly Service[] = [notification]
