import { groups, type Lexicon, phrases } from '../lexicon.ts'
import { columns } from './columns.ts'
import { departments, roles } from './crew.ts'
import { kinds, signs } from './kinds.ts'
import { labels } from './labels.ts'

/** British and American: both are printed all over the world. */
export const english: Lexicon = {
  language: 'en',
  country: 'GB',
  labels,
  columns,
  departments,
  roles,
  kinds,
  signs,
  months: groups(`
    january, jan
    february, feb
    march, mar
    april, apr
    may
    june, jun
    july, jul
    august, aug
    september, sept, sep
    october, oct
    november, nov
    december, dec
  `),
  weekdays: groups(`
    monday, mon
    tuesday, tues, tue
    wednesday, weds, wed
    thursday, thurs, thur, thu
    friday, fri
    saturday, sat
    sunday, sun
  `),
  intExt: {
    INT: phrases('int, i, interior, interiors, studio int'),
    EXT: phrases('ext, e, exterior, x, exteriors'),
    'INT/EXT': phrases('int ext, ext int, i e, e i, ie, i x, ei, int and ext, interior exterior'),
  },
  dayNight: {
    DAY: phrases('day, d, morning, afternoon, am, noon, later, continuous, day int, day ext, midday'),
    NIGHT: phrases('night, n, evening, eve, nite, nt, midnight, pm'),
    DAWN: phrases('dawn, sunrise, daybreak, sun up, early morning'),
    DUSK: phrases('dusk, sunset, magic hour, twilight, dsk, magic, golden hour, d4n'),
  },
  shootingStart: phrases(`
    shooting call, shoot call, shoot time, shooting time, camera roll, cameras roll, cameras up, first shot,
    1st shot, roll camera, roll time, rolling, turn over, turnover, picture up, picture up time, shoot begins,
    start shooting, start of shooting, ready to shoot, camera ready, first setup, est first shot,
    estimated first shot, first shot by, on camera, time to shoot
  `),
  of: phrases('of, out of, off'),
  episodes: phrases('ep, eps, episode, episodes, series, season, block'),
  sending: phrases(`
    attached, attaching, attachment, enclosed, please find, find below, here is, here's, here are,
    sending you
  `),
  blank: phrases(`
    n a, na, tbc, tbd, tba, none, nil, o c, on call, w n, will notify, own transport, own, self drive,
    hold, as required, per ad, see notes, not required, to be confirmed, to be advised, as per, w d, dnw,
    off, per hod, as per hod, as per ad, hod to advise, not called, standby, stand by, on hold,
    per production, per dept
  `),
  cancelled: phrases(`
    cancelled, canceled, shoot cancelled, day cancelled, shoot canceled, shoot day cancelled,
    call sheet cancelled, day canceled, postponed, shoot postponed
  `),
  vendors: phrases('panavision, arri rental, keslow camera, take 2, movietech, panalux'),
  departures: phrases(`
    departure, departures, departing, departs, depart, crew departs, unit departs, leaving, leave from, leaves from,
    pick up from, pick up at, picked up from, crew bus, shuttle, shuttles, minibus, travel from, transport from
  `),
  colours: phrases(`
    white, blue, pink, yellow, green, goldenrod, gold, buff, salmon, cherry, tan, ivory, grey, gray, lavender,
    orchid, peach, orange, lilac, double white, double blue, double pink, double yellow, double green,
    double goldenrod, 2nd blue, 2nd pink, 2nd yellow, 2nd green, 2nd white
  `),
  words: {
    and: phrases('and'),
    scene: phrases('scene, sc'),
    pages: phrases('pg, pgs, page, pages, pp'),
    cast: phrases('cast'),
    please: phrases('please'),
    at: phrases('at, in'),
    until: phrases('to, till, til, until'),
    total: phrases('total'),
    secondUnit: phrases(
      '2nd unit, second unit, splinter unit, drone unit, underwater unit, aerial unit, unit 2, unit two, unit b, b unit, b-unit',
    ),
    mail: phrases('from, to, cc, sent, subject, date'),
    page: phrases('page, pg, p'),
    loose: phrases('call, crew, wrap, finish, time, production, general'),
    latest: phrases('hard out, hard wrap, out time, tail lights, wrap by'),
    about: phrases(`
      est, estimated, approx, approximate, approximately, projected, anticipated, tentative, provisional, scheduled, planned
    `),
    placeName: phrases('name, location name, venue, site'),
  },
  common: phrases(`
    the, and, to, of, please, at, for, all, is, be, on, from, with, crew, will, are, must, your, you, this,
    not, when, or, by, as, we, have, should, any, there, before, after
  `),
}
