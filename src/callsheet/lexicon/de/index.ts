import { groups, type Lexicon, phrases } from '../lexicon.ts'
import { columns } from './columns.ts'
import { departments, roles } from './crew.ts'
import { kinds, signs } from './kinds.ts'
import { labels } from './labels.ts'

/** German of Germany, Austria and Switzerland. */
export const german: Lexicon = {
  language: 'de',
  country: 'DE',
  labels,
  columns,
  departments,
  roles,
  kinds,
  signs,
  months: groups(`
    januar, jan, jänner, jän
    februar, feb, feber, febr
    märz, mär, mrz, maerz
    april, apr
    mai
    juni, jun
    juli, jul
    august, aug
    september, sept, sep
    oktober, okt
    november, nov
    dezember, dez
  `),
  weekdays: groups(`
    montag, mo, mon
    dienstag, di
    mittwoch, mi, mittw
    donnerstag, do, don
    freitag, fr
    samstag, sa, sam, sonnabend
    sonntag, so
  `),
  intExt: {
    INT: phrases('i, innen, int, innenaufnahme, in, studio innen'),
    EXT: phrases('a, außen, ext, außenaufnahme, au, aus, aussen'),
    'INT/EXT': phrases('i a, a i, innen außen, außen innen, int ext, ia, ai'),
  },
  dayNight: {
    DAY: phrases(`
      t, tag, tags, vormittag, nachmittag, morgen, morgens, mittag, später vormittag, früher nachmittag,
      tagsüber
    `),
    NIGHT: phrases('n, nacht, nachts, mitternacht, spätabend'),
    DAWN: phrases(`
      morgendämmerung, morgengrauen, sonnenaufgang, früher morgen, md, frühmorgens, tagesanbruch
    `),
    DUSK: phrases(`
      dämmerung, abenddämmerung, sonnenuntergang, d, ad, däm, dämm, abendstimmung, zwielicht, abend, abends,
      a
    `),
  },
  shootingStart: phrases(`
    drehbeginn, db, d b, drehstart, drehbereit, erste klappe, 1 klappe, 1 einstellung, erste einstellung,
    kamera läuft, drehfertig, drehbeginn ca, ready to shoot, geplanter drehbeginn, dreh ab, dreh beginn
  `),
  of: phrases('von, von insgesamt, v, aus'),
  episodes: phrases('folge, folgen, staffel, episode, block, ep'),
  sending: phrases(`
    anbei, im anhang, angehängt, beigefügt, schicke euch, sende ich, hier ist, hier kommt, hier die,
    hier der, erhaltet ihr
  `),
  blank: phrases(`
    n v, nach vereinbarung, nach absprache, n a, entfällt, keine, keiner, frei, selbst, selbstfahrer, sf,
    auf abruf, abruf, standby, stand by, tba, tbc, tbd, offen, wird bekannt gegeben, folgt, eigenanreise,
    eigene anreise, n n, in absprache, lt absprache, nach bedarf, s dispo, siehe dispo, nicht vorhanden,
    drehfrei, individuell, selbstanreise, n abspr, nach abspr, n absprache, a a, lt abspr, n vereinb,
    auf anruf
  `),
  cancelled: phrases(`
    abgesagt, entfällt, drehtag entfällt, dreh abgesagt, drehtag abgesagt, storniert, fällt aus,
    dreh entfällt, verschoben, drehtag verschoben, ausgefallen
  `),
  vendors: phrases('arri rental, ludwig kameraverleih, cinegate, maier bros, panther rental'),
  departures: phrases(`
    abfahrt, abfahrten, abfahrt team, abfahrt ab, teambus, shuttle, shuttles, abholung, transfer ab, transport ab
  `),
  colours: phrases(`
    weiß, blau, rosa, gelb, grün, orange, rot, gold, pink, lachs, kirsch, grau, hellblau, hellgrün,
    lachsfarben, elfenbein, goldgelb, flieder, lila, beige, weiss
  `),
  words: {
    and: phrases('und'),
    scene: phrases('szene, bild, sz'),
    pages: phrases('seite, seiten, s'),
    cast: phrases('rollen, darsteller'),
    please: phrases('bitte'),
    at: phrases('bei, in der, im, am'),
    until: phrases('bis'),
    total: phrases('gesamt, summe'),
    secondUnit: phrases('2 team, zweites team, 2 unit, zweites unit'),
    mail: phrases('von, an, gesendet, betreff, datum'),
    page: phrases('seite, s'),
    loose: phrases('team, beginn, ende, ab'),
    latest: phrases(''),
    about: phrases(`
      ca, circa, etwa, vsl, voraussichtlich, voraussichtlicher, voraussichtliches, voraussichtliche, vorauss, vorr, geplant, geplanter, geplantes, geplante, geschätzt, gegen, ungefähr
    `),
    placeName: phrases('name, bezeichnung, motivname'),
  },
  common: phrases(`
    der, die, das, und, mit, für, bitte, nicht, auf, ist, im, am, zum, bei, von, alle, wird, zu, den, werden,
    sind, ein, eine, nach, um, auch, bis, dem, des, vor, wir, uhr, siehe, sowie, nur, straße, str, oder, aus,
    durch
  `),
}
