import { randomFrom } from '../../random.ts'
import type { SettingName, SheetContent, SheetScene } from '../model.ts'
import { german } from './de.ts'
import { american, british } from './en.ts'
import { spanish } from './es.ts'
import { argentine, mexican } from './es-latin-america.ts'
import { french } from './fr.ts'
import { polish } from './pl.ts'

/** What one sheet calls each thing. */
export interface Words {
  title: string
  day: string
  /** Between the day's number and the number of days. */
  of: string
  date: string
  director: string
  version: string
  issued: string
  crewCall: string
  productionCall: string
  shootingCall: string
  wrap: string
  meals: string
  sunrise: string
  sunset: string
  weather: string
  rain: string
  wind: string
  locations: string
  location: string
  address: string
  base: string
  parking: string
  hospital: string
  pickUp: string
  move: string
  schedule: string
  time: string
  scenes: string
  scene: string
  intExt: string
  dayNight: string
  set: string
  description: string
  pages: string
  sceneCast: string
  total: string
  cast: string
  number: string
  character: string
  actor: string
  castPickUp: string
  makeUp: string
  costume: string
  onSet: string
  remarks: string
  background: string
  crew: string
  department: string
  role: string
  name: string
  call: string
  phone: string
  email: string
  equipment: string
  safety: string
  notes: string
  contacts: string
  advance: string
  page: string
  onCall: string
  notNeeded: string
  interior: Record<SheetScene['intExt'], string>
  light: Record<SheetScene['dayNight'], string>
}

/** For each thing all that offices of a country write, the usual first. */
export type Vocabulary = { readonly [Key in keyof Words]: readonly Words[Key][] }

const vocabularies: Record<SettingName, Vocabulary> = {
  'warsaw-pl': polish,
  'warsaw-en': british,
  poland: polish,
  britain: british,
  america: american,
  germany: german,
  austria: german,
  france: french,
  spain: spanish,
  mexico: mexican,
  argentina: argentine,
  belgium: french,
  colombia: mexican,
}

/** The words of a sheet: the same for every issue of it. */
export function wordsOf({ setting, style }: SheetContent): Words {
  const vocabulary = vocabularies[setting]
  const random = randomFrom(Math.imul(style.words + 1, 0x9e3779b1))
  const choose = <Key extends keyof Words>(key: Key): Words[Key] => random.pick(vocabulary[key])
  return {
    title: choose('title'),
    day: choose('day'),
    of: choose('of'),
    date: choose('date'),
    director: choose('director'),
    version: choose('version'),
    issued: choose('issued'),
    crewCall: choose('crewCall'),
    productionCall: choose('productionCall'),
    shootingCall: choose('shootingCall'),
    wrap: choose('wrap'),
    meals: choose('meals'),
    sunrise: choose('sunrise'),
    sunset: choose('sunset'),
    weather: choose('weather'),
    rain: choose('rain'),
    wind: choose('wind'),
    locations: choose('locations'),
    location: choose('location'),
    address: choose('address'),
    base: choose('base'),
    parking: choose('parking'),
    hospital: choose('hospital'),
    pickUp: choose('pickUp'),
    move: choose('move'),
    schedule: choose('schedule'),
    time: choose('time'),
    scenes: choose('scenes'),
    scene: choose('scene'),
    intExt: choose('intExt'),
    dayNight: choose('dayNight'),
    set: choose('set'),
    description: choose('description'),
    pages: choose('pages'),
    sceneCast: choose('sceneCast'),
    total: choose('total'),
    cast: choose('cast'),
    number: choose('number'),
    character: choose('character'),
    actor: choose('actor'),
    castPickUp: choose('castPickUp'),
    makeUp: choose('makeUp'),
    costume: choose('costume'),
    onSet: choose('onSet'),
    remarks: choose('remarks'),
    background: choose('background'),
    crew: choose('crew'),
    department: choose('department'),
    role: choose('role'),
    name: choose('name'),
    call: choose('call'),
    phone: choose('phone'),
    email: choose('email'),
    equipment: choose('equipment'),
    safety: choose('safety'),
    notes: choose('notes'),
    contacts: choose('contacts'),
    advance: choose('advance'),
    page: choose('page'),
    onCall: choose('onCall'),
    notNeeded: choose('notNeeded'),
    interior: choose('interior'),
    light: choose('light'),
  }
}
