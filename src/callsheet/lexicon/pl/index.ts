import { groups, type Lexicon, phrases } from '../lexicon.ts'
import { columns } from './columns.ts'
import { departments, roles } from './crew.ts'
import { kinds, signs } from './kinds.ts'
import { labels } from './labels.ts'

export const polish: Lexicon = {
  language: 'pl',
  country: 'PL',
  labels,
  columns,
  departments,
  roles,
  kinds,
  signs,
  months: groups(`
    stycznia, styczeń, sty
    lutego, luty, lut
    marca, marzec, mar
    kwietnia, kwiecień, kwi, kwie
    maja, maj
    czerwca, czerwiec, cze, czer, czerw
    lipca, lipiec, lip
    sierpnia, sierpień, sie, sierp
    września, wrzesień, wrz, wrześ
    października, październik, paź, paźdz
    listopada, listopad, lis
    grudnia, grudzień, gru, grudz
  `),
  weekdays: groups(`
    poniedziałek, pon, pn, poniedziałku, poniedz
    wtorek, wt, wtorku, wto
    środa, śr, środę, środy, śro
    czwartek, czw, cz, czwartku, czwart
    piątek, pt, piątku, pią
    sobota, sob, sobotę, so, soboty
    niedziela, niedz, ndz, nd, niedzielę, niedzieli
  `),
  intExt: {
    INT: phrases('wn, wnętrze, wnętrza, wnetrz, wnętrz, wnę, atelier, wew'),
    EXT: phrases('pl, plener, plenery, pln, plen, zew'),
    'INT/EXT': phrases('wn pl, pl wn, wnętrze plener, plener wnętrze, w p, p w, wn plener, pln wn, wn pln'),
  },
  dayNight: {
    DAY: phrases('dzień, dz, d, rano, popołudnie, przedpołudnie, południe, poranek, ranek, po południu'),
    NIGHT: phrases('noc, n, wieczór, wiecz, w, północ, późny wieczór, nocą'),
    DAWN: phrases('świt, wschód, brzask, wschód słońca, przedświt, ś'),
    DUSK: phrases('zmierzch, zachód, zm, szarówka, zachód słońca, zmrok, z'),
  },
  shootingStart: phrases(`
    gotowość do zdjęć, gotowość, gotowość planu, pierwszy klaps, 1 klaps, i klaps, pierwsze ujęcie,
    1 ujęcie, i ujęcie, początek zdjęć, rozpoczęcie zdjęć, start zdjęć, zdjęcia, gotowość ekipy,
    kamera start, start kamery, klaps, gotowość do ujęcia, kręcimy od, plan gotowy, gotowy plan,
    gotowość na planie, kamera gotowa
  `),
  of: phrases('z, ze'),
  episodes: phrases('odc, odcinek, odcinka, odcinki, sezon, transza, blok, ep'),
  sending: phrases(`
    w załączeniu, w załączniku, załączam, załączamy, przesyłam, przesyłamy, wysyłam, oto, podsyłam,
    w załączniku znajdziecie
  `),
  blank: phrases(`
    brak, nie dotyczy, nd, do ustalenia, do potwierdzenia, wg potrzeb, dojazd własny, dojazd wł, własny,
    wł, wg ustaleń, według ustaleń, na telefon, na wezwanie, w gotowości, wolne, wolny, wolna, dyżur,
    w dyspozycji, d u, o c, on call, off, nd off, wg kierownika pionu, wg kierownika, wg umowy,
    wg uzgodnień, do uzgodnienia, stand by, standby
  `),
  cancelled: phrases(`
    odwołany, odwołane, odwołano, odwołana, dzień odwołany, zdjęcia odwołane, anulowano, anulowany, anulowane,
    przełożony, przełożone, plan odwołany, dzień zdjęciowy odwołany, zdjęcia przełożone
  `),
  vendors: phrases('panavision, heliograf, ats, film factory rental'),
  departures: phrases(`
    wyjazd, wyjazd ekipy, odjazd, odjazd ekipy, odjazdy, wyjazdy, bus ekipowy, autobus ekipowy, dowóz, dowóz ekipy,
    transport ekipy, transport z
  `),
  colours: phrases(`
    biała, biały, niebieska, niebieski, różowa, różowy, żółta, żółty, zielona, zielony, złota, złoty,
    pomarańczowa, pomarańczowy, łososiowa, łososiowy, wiśniowa, wiśniowy, szara, szary, kremowa, kremowy,
    beżowa, beżowy
  `),
  words: {
    and: phrases('i, oraz'),
    scene: phrases('scena, sc, sz'),
    pages: phrases('str'),
    cast: phrases('obsada, postaci'),
    please: phrases('prosimy, proszę, prosze'),
    at: phrases('w, na, przy'),
    until: phrases('do'),
    total: phrases('razem, suma'),
    secondUnit: phrases('ii ekipa, 2 ekipa, druga ekipa, ekipa ii, ekipa 2, ekipa b'),
    mail: phrases('od, do, dw, wysłano, wysłany, temat, data'),
    page: phrases('strona, str'),
    loose: phrases('wezwanie, koniec, produkcja'),
    latest: phrases(''),
    about: phrases(`
      ok, około, ca, godz, godzina, orientacyjnie, planowany, planowana, planowane, przewidywany, przewidywana, przewidywane, szacowany, szacowana, szacowane, szacunkowo, wstępnie
    `),
    placeName: phrases('nazwa, nazwa obiektu, nazwa miejsca'),
  },
  common: phrases(`
    i, na, do, oraz, prosimy, ekipy, z, przy, ul, dla, od, jest, zdjęć, planu, w, się, nie, o, po, lub, ze,
    będzie, są, wszyscy, godz, aby, tylko, przed, przez, jak, także
  `),
}
