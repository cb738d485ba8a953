import { type Lexicon, phrases } from '../lexicon.ts'

export const labels: Lexicon['labels'] = {
  title: phrases(`
    product, title, production, production title, show, project, film, series, working title, job, picture,
    project title, feature, prod title, name of production, production name, feature film, commercial,
    job title, project name, tv series
  `),
  date: phrases(`
    date, shoot date, shooting date, call sheet, callsheet, today, call sheet for, date of shoot,
    daily call sheet, day date, todays date, day and date, filming date, todays shoot date, date of filming
  `),
  day: phrases(`
    day, shoot day, shooting day, shoot day no, day of, day no, day number, shooting day no, call sheet no,
    call sheet number, callsheet no, callsheet, call sheet, shooting day number, filming day, filming day no,
    production day, unit day, sd, day number of, shoot days, day of shoot
  `),
  revision: phrases(`
    version, revision, rev, revised, draft, ver, issue, amendment, revision no, v, rev no, amended,
    version no, amendments, amended version
  `),
  issued: phrases(`
    issued, published, printed, sent, issued on, as of, date issued, issue date, last updated, updated,
    distributed, prepared, created, revised on, date of issue, generated, release date, time issued,
    issued at, date and time of issue, last revised, time of issue, as at, updated at, date revised, sent out
  `),
  crewCall: phrases(`
    crew call, unit call, general call, general crew call, call time, crew call time, general call time,
    main unit call, shooting crew call, unit call time, crew, call, crew call on set, basic crew call,
    unit call on set, general unit call, crew call at location, call time crew, set call, main call,
    base call, unit base call, crew call at base, on set call, call on set, crew call general,
    unit call at base, gen crew call, gen call, shooting unit call, unit call at location, main crew call,
    crew call in, standard crew call, general crew, overall call, company call, crew on set, u call,
    main unit crew call, unit call crew, crew in, your call, production crew call time, crew report,
    a unit, a unit call, main unit, main unit crew, crew call on location, unit call on location,
    general crew call on set, first unit call, 1st unit call, 1st unit, crew arrive, crew arrival,
    crew start, all crew call, main unit call time, reporting time
  `),
  productionCall: phrases(`
    production in, production call, production on set, production office call, production,
    production crew call, ad call, prod call, production dept call, ads production call, production dept,
    office call, ad dept call, production arrival
  `),
  otherCall: phrases(`
    client, agency, client agency, agency client, client and agency, agency and client, talent, shooting call, shoot call, camera roll, cameras roll, first shot, 1st shot, roll camera, camera ready,
    pre call, precall, second unit call, 2nd unit call, second unit, 2nd unit, rehearsal, blocking,
    ready to shoot, turn over, turnover, camera turnover, cameras turn over, unit move, grip call, camera call, hmu call, talent call,
    first team call, client call, agency call, extras call, background call, bg call, cast call, ready on set,
    on camera, load in, travel call, depart base, leave base, splinter unit call, rolling, rehearse,
    first setup, lighting call, electric call, art call, g e call, early call, start of shooting, first team,
    shoot time, shooting time, picture up, picture up time, shoot begins, start shooting, cameras up,
    first shot by, roll time, est first shot, estimated first shot, time to shoot, line up, line up rehearse,
    lineup, unit on set, action unit call, second unit crew call, splinter unit, sa call,
    supporting artists call, sas call, crowd call, stand ins call, makeup call, costume call,
    hair make up call, wardrobe call, sound call, props call, art department call, locations call,
    transport call, catering call, security call, medic call, construction call, rigging call, rig call,
    prerig, pre rig, pre light, prelight, tech call, shuttle, shuttles from, rts, rehearsals,
    general background call, standby crew call, minors call,
    b unit, b unit call,
    camera up, first shot up, client arrive, agency and client call, ready to roll, turnover time, first set
    up
  `),
  anyCall: phrases('times'),
  wrap: phrases(`
    est wrap, estimated wrap, wrap, est wrap time, camera wrap, wrap time, estimated wrap time, unit wrap,
    projected wrap, scheduled wrap, planned wrap, est unit wrap, anticipated wrap, estimated unit wrap,
    est camera wrap, end of shooting, finish, tail lights, estimated camera wrap, wrap est,
    est camera wrap time, approx wrap, unit wrap est, est wrap at, camera wrap est, planned camera wrap,
    hard wrap, hard out, out time, wrap by, est finish, estimated finish, finish time, picture wrap,
    projected camera wrap, crew wrap, target wrap, expected wrap, end of day, shoot ends, cameras wrap,
    hoped wrap
  `),
  meal: phrases(`
    lunch, breakfast, dinner, meal, supper, crew breakfast, courtesy breakfast, crew lunch, meals, 1st meal,
    first meal, 2nd meal, second meal, catering, running lunch, brunch, meal break, lunch break,
    craft service, walking breakfast, afternoon tea, hot breakfast, unit breakfast, breakfast from,
    breakfast served, rolling breakfast, nd breakfast, ndb, non deductible breakfast, running breakfast,
    lunch at, lunch time, catering time, craft, lunch served, cast lunch, early lunch, late lunch,
    semi continuous, tea break, second hot meal, grab and go, working lunch, walking lunch, wrap meal,
    evening meal, midnight meal
  `),
  sunrise: phrases(`
    sun, sun times, sunrise, sun rise, sunup, sr, sun up, sun rises, dawn sunrise, sunrise time, sunrise set,
    sun rise set, sunrise sunset, sunrise and sunset, sunrise and set, sun up sun down, sr ss
  `),
  sunset: phrases(`
    sun, sun times, sunset, sun set, sundown, ss, sun down, sun sets, sunset time, sunrise set, sun rise set,
    sunrise sunset, sunrise and sunset, sunrise and set, sun up sun down, sr ss
  `),
  location: phrases(`
    location addresses, location, locations, loc, shoot location, shooting location, set location,
    unit location, filming location, set address, location address, main location, todays location,
    location name, venue, shooting locations, location details, set locations, location set, studio, where,
    loc address, shoot address, filming at, filming address, unit location address, set address location,
    location s, locations today, shooting at, shoot locations, location no, 1st location, 2nd location,
    first location, second location, primary location, studio address, shoot venue
  `),
  address: phrases(`
    address, addresses, directions, full address, postcode, street address, location address,
    location addresses, set address, shoot address, filming address, unit location address,
    set address location, studio address, loc address
  `),
  unitBase: phrases(`
    green room, catering base, holding, unit base, base, basecamp, base camp, unitbase, production base, base location, trailers,
    basecamp location, unit base address, unit base location, base camp location, facilities base,
    holding base, trailer base, trucks base, base camp address, basecamp address, unit base and parking,
    base address, production hub,
    crew base, main base, trucks and base
  `),
  parking: phrases(`
    parking, crew parking, crew park, crew parking location, truck parking, unit parking, cast parking,
    bg parking, tech parking, car park, parking location, work trucks, unit parking location,
    crew parking address, parking address, truck and tech parking, parking info, all parking, crew cars,
    technical parking, working trucks, working truck parking, cast and crew parking, overflow parking,
    vehicle parking, parking details, parking lot, parking instructions, extras parking, base and parking,
    bg holding and parking,
    where to park, private vehicles, crew vehicles, personal vehicles
  `),
  vendor: phrases(`
    vendor pick up, vendor pickup, hire collection, equipment pick up, equipment pickup, gear pick up, gear pickup,
    rental house, camera pick up, camera house, camera rental, rental pick up,
    camera equipment pick up, pick up vendor, vendor, equipment collection, kit collection, kit pick up,
    kit pickup, camera kit collection, camera prep, prep house, camera truck load, lighting truck,
    truck pick up, rentals pick up, pick up equipment, pickups, equipment pick ups, equipment vendor,
    production rentals
  `),
  hospital: phrases(`
    medical emergency, hospital, nearest hospital, closest hospital, nearest a e, a e, a&e, nearest a&e, nearest emergency room,
    emergency room, er, nearest er, emergency hospital, hospital info, nearest emergency hospital,
    nearest medical, local hospital, emergency, nearest emergency, medical, hospital a e, hospital address,
    nearest a & e, nearest hospital a e, nearest a and e, a and e, a and e hospital, hospital with a e,
    nearest hospital with a e, nearest hospital er, emergency hospital address, emergency medical,
    accident and emergency, nearest accident and emergency, nearest urgent care, urgent care, closest er,
    closest emergency room, closest emergency, trauma center, nearest trauma center, medical centre,
    medical center, nearest medical center, hospital location, hospital details, hospital information,
    medical facility, nearest medical facility, local a e, local hospital a e, local a & e, a&e hospital,
    nearest 24 hour a e, emergency info, emergency information, set hospital,
    in case of emergency
  `),
  equipment: phrases(`
    special requests, extra kit, equipment requirements, equipment required, equipment, special equipment, additional equipment, special requirements, requirements, camera equipment,
    special needs, production requirements, department notes, department requirements, grip electric, gear,
    extra equipment, special effects, additional equip, spec equip, special equip, camera grip,
    extra camera equipment, additional camera equipment, equipment notes, vehicles, picture vehicles,
    action vehicles, special reqs, plant and machinery, plant hire, camera requirements, grip requirements,
    lighting requirements, weapons, armourer, camera notes,
    additional kit, specialty equipment, special kit, extra gear, additional gear, special gear, picture
    vehicles and special equipment, special requirements and equipment
  `),
  safety: phrases(`
    health and safety h s, safety h s, safety, health safety, health and safety, h s, h&s, safety notes,
    safety first, safety note, safety bulletin, health & safety, hazards, safety hotline, safety information,
    risk assessment, safety notice, covid, safety meeting, safety notes and hazards, health and safety notes,
    health safety notes, health and safety information, safety info, safety message, unit safety, covid 19,
    covid safety, covid protocols, risk assessments, fire safety, safety alert, safety reminder,
    safety considerations, job safety, set safety, hazard, hazards today, h and s, health and safety h&s,
    stay safe, toolbox talk, on set safety, hazard notes, risk notes
  `),
  notes: phrases(`
    notes, note, general notes, production notes, additional notes, important, important notes, remarks,
    please note, info, information, special notes, crew notes, special instructions, unit notes,
    general information, ad notes, nb, n b, todays notes, unit note, announcements,
    production notes and information, production note, other notes, notices, special note, note to crew,
    notes to crew, please read, crew info, useful information, additional information, unit information,
    todays information, reminders, reminder, important information, notes and reminders, location notes,
    call sheet notes,
    good to know, housekeeping, heads up, remember, things to know, fyi
  `),
  weather: phrases(`
    weather, forecast, weather forecast, weather report, wx, todays weather, weather conditions,
    todays forecast, wx forecast, weather at location, weather info, weather outlook, local weather
  `),
  background: phrases(`
    background, extras, background actors, atmosphere, atmosphere and stand ins, bg, supporting artists,
    stand ins, background talent, background extras, crowd, atmosphere stand ins, background atmosphere, sas,
    stand ins and background, background and stand ins, sa, supporting artistes, supporting artist, walk ons,
    crowd artists, crowd sas, featured background, bg talent, bg actors, extras casting,
    special ability extras, featured extras, atmos, doubles, stand in, atmosphere and standins, standins,
    background and standins, extras and stand ins
  `),
  advance: phrases(`
    advance schedule, advance, advanced schedule, tomorrow, next day, advance shooting schedule,
    next shoot day, tomorrows schedule, upcoming, next shooting day, advance shooting notes,
    advanced shooting schedule, looking ahead, coming up, tomorrows scenes, advance notes, upcoming days,
    advance schedule or changes, advance call, advance schedule day, tomorrows call, tomorrows call sheet,
    next days schedule, next days, looking forward, forward schedule, day after, upcoming schedule,
    tomorrows advance, adv schedule, advance shoot schedule, next day schedule, following day, coming days,
    advance information, tomorrow advance,
    next shooting days, next shoot days, upcoming shooting days, following days, following shooting days,
    days ahead, look ahead, the following days,
    what is next, up next
  `),
  contacts: phrases(`
    contacts, contact, key contacts, production contacts, contact list, emergency contacts,
    important contacts, key crew contacts, unit contacts, contact details, contact info, useful contacts,
    unit numbers, production numbers, contact numbers, on set contacts, useful numbers,
    production office contacts, location contacts, emergency numbers, primary contacts, day of contacts,
    department contacts, on the day contacts, set contacts, key personnel, contact information
  `),
  otherTime: phrases(`
    pick up, pickup, makeup, make up, hair makeup, wardrobe, golden hour, blue hour, dawn, dusk, company move,
    first light, last light, hmu, on set, travel, fire watch, twilight, magic hour, curfew, access,
    gates open, nautical twilight, civil twilight, moonrise, moonset, high tide, low tide, depart, arrive,
    set dressed, turnaround, open, opening hours, hours, p u, m u, hair make up, hair and makeup, travel time,
    unit move time, crew move, set move, location move, base move, move to, arrive base, arrive location,
    at base, in chair, in makeup, set ready, moon rise, moon set, high water, low water,
    astronomical twilight, civil dawn, civil dusk, call back, pre call time, day length, report time,
    permit hours, permitted hours, noise curfew, wrap location, gates, last call, load out, loadout, de rig,
    derig, office hours, open hours, opening times
  `),
  other: phrases(`
    phone, tel, director, producer, producers, writer, upm, production manager, line producer, 1st ad, 2nd ad,
    dop, dp, director of photography, total pages, pages, cast, scenes, transport, email, e mail, company,
    production company, prod company, episode, ep, executive producer, executive producers, client, agency,
    fire, police, high, low, temperature, map, link, gps, scene, what3words, w3w, script, schedule,
    script colour, script color, shooting script, radio, wifi, police fire, office, production office,
    co ordinator, coordinator, unit manager, location manager, prepared by, approved by, page, sent by, wind,
    rain, humidity, medic, unit nurse, unit medic, security, total, running time, nearest police station,
    police station, fire station, recycling, toilets, channel, what 3 words, exec producer, co producer,
    associate producer, show runner, showrunner, created by, line prod, 3rd ad, 2nd 2nd ad, key 2nd ad,
    supervising producer, scheduled pages, total scenes, total page count, page count, crew list,
    production coordinator, pm, brand, product, production co, prodco, studio teacher, ambulance,
    non emergency, sheriff, feels like, precipitation, wind speed, chance of rain, uv index, high low,
    google maps, map link, maps, zip, website, walkie channels, walkies, walkie channel, radio channels,
    schedule version, script version, shooting schedule, block no, est running time, est timing, first aider,
    first aid, fire marshal, fire officer, nurse, health and safety officer, safety officer, covid officer,
    hse, unit production manager, 1st assistant director, 2nd assistant director, first ad, second ad,
    third ad, unit pm, assistant location manager, alm, unit driver, unit drivers, drivers, call sheet by,
    compiled by, copy to, distribution, cc, total eighths, scenes today, movement coach, choreographer,
    intimacy coordinator, animal handler
  `),
}
