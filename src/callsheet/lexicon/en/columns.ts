import { type Lexicon, phrases } from '../lexicon.ts'

export const columns: Lexicon['columns'] = {
  number: phrases(`
    #, no, nr, num, id, cast #, cast no, cast id, n, cast number, ref, item no, character no, id no
  `),
  scene: phrases(`
    sc, scene, scenes, scene #, scene no, sc #, sc no, scn, scene s, scene number, ep sc, ep scene, episode scene, eps scs, ep sc no, scs, sc nos, scene nos,
    scene numbers, sc number, scene no s, slate scene, sc s
  `),
  intExt: phrases(`
    i e, int ext, ie, int, i x, int/ext, i ext, i or e, int or ext, int ext d n, ext int, i e d n, in ex
  `),
  dayNight: phrases(`
    light, effect, effects, d n, day night, dn, time of day, tod, d/n, day nite, day n, dy nt, d n e, time of day night, d or n,
    day or night, script day d n, story day, script day, story day d n, day nt, day night day, tod d n
  `),
  set: phrases(`
    set, sets, set description, set and description, set name, scene heading, slugline, set scene description,
    set decor, set location, scenes set, set synopsis, set and synopsis, set heading, scene set, set scene,
    scene location, set and scene description, int ext set, sets and description, set description and cast,
    location set, set name description, scene description set,
    where set
  `),
  description: phrases(`
    description, synopsis, scene description, action, desc, summary, set description synopsis, scene synopsis,
    scene summary, one line description, story, brief description, scene desc, notes description,
    what happens, what we shoot
  `),
  pages: phrases(`
    8ths, pages, pgs, pg, page count, pp, length, 8ths, page, pgs 8ths, pg ct, eighths, page eighths, pgs count,
    script pages, p, page ct, len, pp count, page length, pgs 8, 1 8s, 1 8ths, pg count, pages 8ths
  `),
  castNumbers: phrases(`
    cast no, char, id, cast #, cast number, cast, characters, cast #s, cast nos, cast ids, talent, cast members, artistes, cast no s, cast numbers,
    cast in scene, cast req, cast required, cast s, cast working, actors, artists, artiste nos,
    cast id numbers, cast character,
    who, in scene, talent in scene
  `),
  location: phrases(`
    location, locations, loc, location address, locations and notes, shooting location, location and notes,
    location notes, loc address, shoot location, place, location details, site
  `),
  address: phrases(`
    address, address and parking, address directions, full address, location address and parking,
    address notes
  `),
  character: phrases(`
    part of, character, role, part, characters, character name, playing, char, part name, roles,
    character role, role name, played as, portraying,
    plays
  `),
  actor: phrases(`
    player, actor, artist, artiste, cast, talent, cast member, performer, actor name, players, cast name, actress,
    artistes, artist name, cast members, played by, actors, actor actress, talent name, actors name,
    cast artist, name of artist,
    portrayed by, performed by
  `),
  arrival: phrases('arrive, arr, arrival, arrival time, arrives, arrive base, at base, base'),
  pickup: phrases(`
    pickup time, pu, pick up, pickup, p u, p/up, travel, leave, p up, car, transport, pick up time, p up time, pu time,
    collect, depart, dep, car pu, p u time, leave home, home pu, pick ups, pu travel, leave hotel, dep hotel,
    driver, travel time, transpo, lv,
    collected, car at
  `),
  makeup: phrases(`
    mu, makeup, make up, hmu, h mu, m u, mu h, hair makeup, hair mu, mup, hair & makeup, h m, muh, in makeup,
    mu hair, makeup hair, hair make up, mu call, h mu w, hmw, mu wd, hair, make up hair, m up,
    m up hair, make up costume, makeup time, make up time, hmu time, h m w, hair makeup time,
    hair and make up, makeup and hair, hair and makeup, make up and hair, hair m u, mu time, mu hair time,
    in mu, in chair, h mu time, hmu call, hmuw, h m u, makeup wardrobe, hair makeup wardrobe, hair and mu,
    vanities,
    in the chair, chair, hmua, glam
  `),
  wardrobe: phrases(`
    w d, w robe, wd, wardrobe, costume, ward, cost, cos, wardr, w, wdr, warb, costumes, costume time, ward time, cos time,
    costume call, wdb, ward call, wrd, cost time, dress, fitting,
    styling, stylist,
    wardrobe call
  `),
  onSet: phrases(`
    r t s, set, on set, set call, onset, ready, rdy, set time, on set call, o s, ready on set, on location, to set,
    travel to set, on set time, l up, line up, line up call, lineup, on set ready, set rdy, at set, rts,
    ready to shoot, on set at, onset time, set ready, due on set, rehearse, reh, rehearsal, camera ready,
    on stage, to location
  `),
  role: phrases(`
    role, position, title, job, job title, crew, crew position, function, dept position, crew role,
    crew title, designation, department position, crew member role, post
  `),
  name: phrases(`
    name, crew name, crew member, full name, names, first last, person, crew names, name of crew,
    name and phone, name phone, crew member name, contact name, who
  `),
  department: phrases(`
    department, dept, departments, unit, depts, department name, departmental, crew department, team
  `),
  call: phrases(`
    call, call time, in, time, calls, time in, crew call, call times, calltime, unit call, report time,
    call in, in time, call at, set call time, call on set, arrive, arr, arrival, arrival time, report, unit call time,
    base call, location call, start call, dept call, precall, pre call, crew in
  `),
  wrap: phrases('out, wrap, time out, wrap time, finish, end time, est wrap, est out, end'),
  phone: phrases(`
    phone, tel, mobile, cell, telephone, number, contact, phone number, mob, contact number, cell phone,
    contact no, phone no, ph, mobile no, tel no, mobile number, contact info, phone email, cell number,
    telephone no, mobile phone, numbers, contact details, cell no, contact phone, direct line
  `),
  email: phrases('email, e mail, mail, email address, email addresses, e mail address'),
  remarks: phrases(`
    remarks, notes, comments, special instructions, note, info, instructions, other, notes remarks,
    special notes, additional notes, additional info, requirements, dept notes, scene notes, comment, details,
    misc, notes and props, travel notes
  `),
  time: phrases(`
    approx, approx time, time, start, from, est time, start time, est start, times, est, start end, time of, times est, when, at,
    start at, timing, time slot, hour, hrs
  `),
  activity: phrases(`
    activity, what, event, schedule, item, details, description of activity, action item, agenda, detail,
    todo, tasks, task, subject, happening, running order
  `),
  date: phrases('date, day, shoot day, shooting day, shoot date, day date, dates'),
  status: phrases(`
    status, w h s f, swf, swhf, st, sw, stat, d/o, sts, wrk, w s f h, day status, s w h f, cast status, sw f,
    w, s w f, work status, sw wf, swfh
  `),
}
