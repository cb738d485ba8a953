import {
  day,
  frequency,
  hour,
  lexicon,
  month,
  number,
  ordinal,
  part,
  particle,
  type Row,
  unit,
  weekday,
  weekendDays,
  workingDays,
} from './lexicon.ts'

const numbers: readonly Row[] = [
  'jeden,jedną,jedna,jedno',
  'dwa,dwie',
  'trzy',
  'cztery',
  'pięć',
  'sześć',
  'siedem',
  'osiem',
  'dziewięć',
  'dziesięć',
  'jedenaście',
  'dwanaście',
  'trzynaście',
  'czternaście',
  'piętnaście',
  'szesnaście',
  'siedemnaście',
  'osiemnaście',
  'dziewiętnaście',
  'dwadzieścia',
].map((words, index) => number(words, index + 1))

/** The stem of an ordinal takes the endings of its gender and case. */
const endings = ['y', 'a', 'e', 'ego', 'ej', 'ą', 'ym']
const softEndings = ['i', 'ia', 'ie', 'iego', 'iej', 'ią', 'im']
const thirdEndings = ['i', 'a', 'ie', 'iego', 'iej', 'ą', 'im']
const drugi = ['i', 'a', 'ie', 'iego', 'iej', 'ą', 'im']
const stems: readonly (readonly [stem: string, endings: readonly string[]])[] = [
  ['pierwsz', endings],
  ['drug', drugi],
  ['trzec', softEndings],
  ['czwart', endings],
  ['piąt', endings],
  ['szóst', endings],
  ['siódm', endings],
  ['ósm', endings],
  ['dziewiąt', endings],
  ['dziesiąt', endings],
  ['jedenast', endings],
  ['dwunast', endings],
  ['trzynast', endings],
  ['czternast', endings],
  ['piętnast', endings],
  ['szesnast', endings],
  ['siedemnast', endings],
  ['osiemnast', endings],
  ['dziewiętnast', endings],
  ['dwudziest', endings],
]
const formsOf = ([stem, ends]: readonly [string, readonly string[]]) => ends.map((end) => stem + end)
const compound = (tens: readonly [string, readonly string[]], units: readonly [string, readonly string[]]) =>
  formsOf(tens).map((first, index) => `${first} ${formsOf(units)[index]}`)
const twentieth = stems[19]!
const thirtieth: readonly [string, readonly string[]] = ['trzydziest', endings]
const ordinalForms: readonly (readonly string[])[] = [
  ...stems.map(formsOf),
  ...stems.slice(0, 9).map((each) => compound(twentieth, each)),
  formsOf(thirtieth),
  compound(thirtieth, stems[0]!),
]
const ordinals: readonly Row[] = [
  ...ordinalForms.map((forms, index) => ordinal(forms.join(','), index + 1)),
  ordinal(['ostatn'].flatMap((stem) => thirdEndings.map((end) => stem + end)).join(','), -1),
  ordinal('ostatnia,ostatnią', -1),
]
/** `o dziewiątej`, `wpół do ósmej`, `kwadrans po piątej`; and the hour that is reached: `za kwadrans dziewiąta`. */
const hours: readonly Row[] = ordinalForms
  .slice(0, 24)
  .map((forms, index) => hour(forms.filter((form) => /(ej|a)$/.test(form)).join(','), (index + 1) % 24))

const days: readonly Row[] = [
  ...weekday(1, 'poniedziałek,poniedziałku,pon', 'poniedziałki'),
  ...weekday(2, 'wtorek,wtorku,wt', 'wtorki'),
  ...weekday(3, 'środa,środę', 'środy'),
  ...weekday(4, 'czwartek,czwartku,czw', 'czwartki'),
  ...weekday(5, 'piątek,piątku,pt', 'piątki'),
  ...weekday(6, 'sobota,sobotę,sob', 'soboty'),
  ...weekday(7, 'niedziela,niedzielę,niedzieli', 'niedziele'),
  workingDays('dzień roboczy,dnia roboczego,dzień powszedni', false),
  workingDays('dni robocze,dni powszednie,dni roboczych', true),
  weekendDays('weekend,weekendu', false),
  weekendDays('weekendy,weekendów', true),
  day('wczoraj', -1),
  day('dziś,dzisiaj', 0),
  day('jutro,jutra', 1),
  day('pojutrze,pojutrza', 2),
]

const months: readonly Row[] = [
  'stycznia,styczeń,sty',
  'lutego,luty,lut',
  'marca,marzec',
  'kwietnia,kwiecień,kwi',
  'maja',
  'czerwca,czerwiec,cze',
  'lipca,lipiec,lip',
  'sierpnia,sierpień',
  'września,wrzesień,wrz',
  'października,październik,paź',
  'listopada,listopad',
  'grudnia,grudzień,gru',
].map((words, index) => month(words, index + 1))

const units: readonly Row[] = [
  unit('minuta,minutę,minuty,minut,min', 'minute'),
  unit('godzina,godzinę,godziny,godzin,godz,h', 'hour'),
  unit('dzień,dnia,dni,dniach', 'day'),
  unit('tydzień,tygodnia,tygodnie,tygodni', 'week'),
  unit('miesiąc,miesiąca,miesiące,miesięcy', 'month'),
  unit('rok,roku,lata,lat', 'year'),
]

const parts: readonly Row[] = [
  part('rano,z rana,nad ranem', 'morning'),
  part('południe,samo południe', 'noon'),
  part('po południu,popołudniu,popołudnie', 'afternoon'),
  part('wieczorem,wieczór,wieczorami', 'evening'),
  part('w nocy,nocą', 'night'),
  part('północ,północy', 'midnight'),
]

const particles: readonly Row[] = [
  particle('at', 'o,o godzinie,o godz,na godzinę,godzina'),
  particle('on', 'w,we,na'),
  particle('in', 'za'),
  particle('every', 'co,każdy,każda,każde,każdego,każdej,każdą,w każdy,w każdą,w każde,we wszystkie'),
  particle('next', 'przyszły,przyszłą,przyszła,przyszłe,następny,następną,następna,następne'),
  particle('this', 'ten,tę,tą,najbliższy,najbliższą,najbliższe'),
  particle('except', 'oprócz,prócz,poza,z wyjątkiem,ale nie,ale nie w,ale bez,bez'),
  particle('from', 'od,począwszy od,zaczynając od'),
  particle('until', 'do,aż do,do dnia'),
  particle('times', 'razy,raz'),
  particle('and', 'i,oraz,a także'),
  particle('half', 'pół'),
  particle('one-and-a-half', 'półtorej,półtora'),
  particle('quarter', 'kwadrans'),
  particle('past', 'po'),
  particle('half-to', 'wpół do'),
  particle('about', 'o'),
  particle('belonging', 'z,za,od,sprzed'),
  particle(
    'filler',
    'przypomnij,przypomnij mi,przypomnij mi żeby,przypomnij mi żebym,przypomnij żeby,proszę przypomnij mi',
  ),
  particle('filler', 'żeby,żebym,aby,abym,proszę,że,o tym żeby,przypominaj,przypominaj mi'),
]

const frequencies: readonly Row[] = [
  frequency('codziennie,dzień w dzień', 'day'),
  frequency('cotygodniowo', 'week'),
  frequency('comiesięcznie', 'month'),
  frequency('corocznie', 'year'),
  frequency('cogodzinnie', 'hour'),
]

/** The clock has 24 hours in Polish, but a bare `o piątej` may be in the afternoon. */
export const polish = lexicon(
  [...numbers, ...ordinals, ...hours, ...days, ...months, ...units, ...parts, ...particles, ...frequencies],
  { dayFirst: true, twelveHours: 7 },
)
