import { type Lexicon, phrases } from '../lexicon.ts'

export const kinds: Lexicon['kinds'] = {
  'call-sheet': phrases(`
    call sheet, callsheet, daily call sheet, daily plan, unit call sheet, call sheets, crew call sheet,
    daily callsheet, shooting call sheet
  `),
  'one-line-schedule': phrases(`
    one line schedule, one liner, one line, oneliner, stripboard, one line shooting schedule, strip board,
    one line stripboard, one liner schedule, shooting strips
  `),
  'shooting-schedule': phrases(`
    shooting schedule, shoot schedule, production schedule, filming schedule, shooting calendar,
    full shooting schedule, production calendar, two line schedule, week schedule, weekly schedule
  `),
  'day-out-of-days': phrases('day out of days, dood, day out of days report, dood report, cast dood'),
  'movement-order': phrases(`
    movement order, move order, movement orders, transport schedule, unit move order, travel movement order,
    travel memo, transport movement order, travel schedule, travel itinerary, pick up schedule
  `),
  'contact-list': phrases(`
    contact list, unit list, crew list, contact sheet, crew contact list, crew contacts, cast list,
    unit contact list, cast and crew list, production contact list, cast contact list, crew directory,
    cast and crew contact list, crew unit list, location list, phone list
  `),
  'daily-brief': phrases(`
    daily brief, daily briefing, production brief, crew brief, security brief, safety brief, creative brief,
    agency brief, unit brief, day brief, briefing notes, briefing, client brief, brief, location brief, memo,
    memorandum, crew memo, production memo, recce notes
  `),
  'rental-order': phrases(`
    rental order, equipment order, equipment list, camera order, camera equipment list, order confirmation,
    rental agreement, hire order, hire agreement, kit list, gear list, delivery note, packing list,
    equipment rental, rental quote, equipment hire, lighting list, grip list, camera list, pick ticket,
    rental contract, lighting order, grip order, equipment rental order, hire contract, return note
  `),
  invoice: phrases(`
    invoice, tax invoice, pro forma, pro forma invoice, quote, quotation, estimate, purchase order, receipt,
    credit note, statement of account, bill to, proforma invoice, commercial invoice, remittance advice
  `),
  'production-report': phrases(`
    daily production report, production report, daily progress report, progress report, dpr, wrap report,
    continuity report, camera report, sound report, script supervisor report, daily continuity log,
    daily editor log, camera sheet, sound log, hot costs, hot cost report, cost report
  `),
  script: phrases(`
    sides, screenplay, shooting script, script breakdown, breakdown sheet, scene breakdown, script pages,
    shot list, shotlist, storyboard, scene breakdown sheet, lookbook, treatment
  `),
  contract: phrases(`
    deal memo, crew deal memo, time sheet, timesheet, timecard, time card, release form, location release,
    location agreement, filming permit, film permit, start form, appearance release, crew agreement,
    non disclosure agreement, certificate of insurance, start paperwork
  `),
  'risk-assessment': phrases(`
    risk assessment, method statement, risk assessment form, safety bulletin, emergency action plan,
    fire risk assessment, health and safety plan
  `),
  'recce-schedule': phrases(`
    recce schedule, tech recce, technical recce, tech scout, tech scout schedule, scout schedule,
    location scout, recce, prep schedule, rehearsal schedule, fitting schedule, prep calendar,
    scout itinerary
  `),
}
