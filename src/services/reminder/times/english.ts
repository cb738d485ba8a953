import {
  day,
  frequency,
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
  ...'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen'
    .split(' ')
    .map((word, index) => number(word, index + 1)),
  number('a,an', 1),
  number('a couple of,couple of', 2),
  number('twenty', 20),
  number('thirty', 30),
  number('forty', 40),
  number('forty-five', 45),
  number('fifty', 50),
  number('ninety', 90),
]

const ordinals: readonly Row[] = [
  ...'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth'
    .split(' ')
    .map((word, index) => ordinal(word, index + 1)),
  ordinal('other', 2),
  ordinal('last', -1),
]

const days: readonly Row[] = [
  ...weekday(1, 'monday,mon', 'mondays'),
  ...weekday(2, 'tuesday,tue,tues', 'tuesdays'),
  ...weekday(3, 'wednesday,wed', 'wednesdays'),
  ...weekday(4, 'thursday,thu,thurs', 'thursdays'),
  ...weekday(5, 'friday,fri', 'fridays'),
  ...weekday(6, 'saturday,sat', 'saturdays'),
  ...weekday(7, 'sunday,sun', 'sundays'),
  workingDays('weekday,workday,working day,week day', false),
  workingDays('weekdays,workdays,working days,week days', true),
  weekendDays('weekend', false),
  weekendDays('weekends', true),
  day('yesterday', -1),
  day('today', 0),
  day('tonight', 0, 'evening'),
  day('tomorrow', 1),
  day('day after tomorrow,the day after tomorrow', 2),
]

const months: readonly Row[] = [
  'january,jan',
  'february,feb',
  'march',
  'april,apr',
  'may',
  'june,jun',
  'july,jul',
  'august,aug',
  'september,sep,sept',
  'october,oct',
  'november,nov',
  'december,dec',
].map((words, index) => month(words, index + 1))

const units: readonly Row[] = [
  unit('minute,minutes,min,mins', 'minute'),
  unit('hour,hours,h,hr,hrs', 'hour'),
  unit('day,days', 'day'),
  unit('week,weeks', 'week'),
  unit('month,months', 'month'),
  unit('year,years', 'year'),
]

const parts: readonly Row[] = [
  part('morning,in the morning,mornings', 'morning'),
  part('noon,midday', 'noon'),
  part('afternoon,in the afternoon', 'afternoon'),
  part('evening,in the evening,evenings', 'evening'),
  part('night,at night', 'night'),
  part('midnight', 'midnight'),
]

const particles: readonly Row[] = [
  particle('at', 'at,at about,by'),
  particle('on', 'on'),
  particle('in', 'in'),
  particle('every', 'every,each'),
  particle('next', 'next'),
  particle('this', 'this,coming,this coming'),
  particle('except', 'except,except for,except on,but not,but not on,excluding'),
  particle('from', 'from,starting,starting from,beginning'),
  particle('until', 'until,till,up to'),
  particle('times', 'times,time'),
  particle('article', 'the'),
  particle('of', 'of'),
  particle('and', 'and'),
  particle('half', 'half'),
  particle('one-and-a-half', 'one and a half'),
  particle('quarter', 'quarter'),
  particle('past', 'past'),
  particle('to', 'to'),
  particle('oclock', "o'clock"),
  particle('from-now', 'from now'),
  particle('belonging', 'of,from,for,since,about'),
  particle(
    'filler',
    'remind me,remind me to,remind me about,remind me that,please,to,that,please remind me to',
  ),
  ['am,a.m.,a.m', { kind: 'half-day', value: 'am' }],
  ['pm,p.m.,p.m', { kind: 'half-day', value: 'pm' }],
]

const frequencies: readonly Row[] = [
  frequency('daily,everyday', 'day'),
  frequency('weekly', 'week'),
  frequency('monthly', 'month'),
  frequency('yearly,annually', 'year'),
  frequency('hourly', 'hour'),
]

export const english = lexicon(
  [...numbers, ...ordinals, ...days, ...months, ...units, ...parts, ...particles, ...frequencies],
  { dayFirst: false, twelveHours: 12 },
)
