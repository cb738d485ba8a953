import type { Service } from './kernel/service.ts'
import ai from './services/ai/service.ts'
import analytics from './services/analytics/service.ts'
import audit from './services/audit/service.ts'
import auth from './services/auth/service.ts'
import booking from './services/booking/service.ts'
import calendar from './services/calendar/service.ts'
import config from './services/config/service.ts'
import control from './services/control/service.ts'
import email from './services/email/service.ts'
import health from './services/health/service.ts'
import movie from './services/movie/service.ts'
import notification from './services/notification/service.ts'
import payment from './services/payment/service.ts'
import pdf from './services/pdf/service.ts'
import reminder from './services/reminder/service.ts'
import route from './services/route/service.ts'
import schedule from './services/schedule/service.ts'
import telegram from './services/telegram/service.ts'
import weather from './services/weather/service.ts'

/** Every service of the house. The order is the one in which they start. */
export const catalogue: readonly Service[] = [
  auth,
  config,
  ai,
  email,
  pdf,
  schedule,
  route,
  weather,
  calendar,
  movie,
  booking,
  payment,
  reminder,
  telegram,
  notification,
  audit,
  analytics,
  health,
  control,
]
