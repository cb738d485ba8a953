import aiService from '../../src/services/ai/service.ts'
import configService from '../../src/services/config/service.ts'
import emailService from '../../src/services/email/service.ts'
import pdfService from '../../src/services/pdf/service.ts'
import scheduleService from '../../src/services/schedule/service.ts'
import { openTestHouse, type TestHouse } from '../harness/house.ts'

/** From the mail to the day and no further, two days before the sheets of 16 December 2024. */
export async function openReadingHouse(): Promise<TestHouse> {
  const house = await openTestHouse({
    services: [configService, emailService, aiService, pdfService, scheduleService],
  })
  await house.travelTo(Temporal.Instant.from('2024-12-14T10:00:00Z'))
  return house
}
