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
    tomorrow at a glance, day at a glance, today at a glance,
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

/** What only such a document says, wherever it stands. */
export const signs: Lexicon['signs'] = {
  invoice: phrases(`
    vat, vat no, subtotal, sub total, amount due, total due, iban, sort code, bank details, unit price,
    payment terms, invoice no, invoice number, invoice date, due date, tax id, balance due, net total,
    gross total, bill to, swift, bank account
  `),
  'rental-order': phrases(`
    qty, quantity, rental period, hire period, day rate, weekly rate, return date, pick up date,
    collection date, pickup date, serial no, job no, order no, insurance value, replacement value, prep date,
    item description, rental days, hire charges, delivery address
  `),
  'production-report': phrases(`
    scheduled today, actual, scenes completed, scenes shot, scenes scheduled, first shot after lunch, setups,
    set ups, minutes shot, pages shot, cards used, raw stock, overtime, meal penalty, camera rolls,
    scenes not shot, total to date, previously taken, taken today, taken to date, scenes remaining,
    hours worked, wrap actual
  `),
  'movement-order': phrases(`
    directions, route, from base, junction, motorway exit, travel to, driving time, distance, vehicles,
    passengers, registration, dep time, arr time, flight number, hotel address
  `),
  'day-out-of-days': phrases(`
    work travel hold, start work, total days, hold days, start finish, work days, holidays, travel days
  `),
  contract: phrases(`
    hereby, whereas, the undersigned, party, governing law, signature of, fee, term of agreement, indemnify,
    releasor, grantor, hours worked, straight time, week ending
  `),
  script: phrases(`
    fade in, cut to, smash cut, dissolve to, continued, omitted, cont d, camera angle, shot size, shot no
  `),
  'risk-assessment': phrases(`
    likelihood, severity, risk rating, control measures, persons at risk, residual risk, assessor
  `),
}
