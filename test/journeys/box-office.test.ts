import { openBoxOffice } from '../support/box-office-house.ts'
import { boxOfficeJourney } from './box-office.ts'

boxOfficeJourney(async () => {
  const house = await openBoxOffice()
  const { url, sandbox, office, stop, verdict, told } = house
  return { url, sandbox, office, told, stop, verdict: () => verdict() }
})
