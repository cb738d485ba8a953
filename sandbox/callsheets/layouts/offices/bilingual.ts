import type { TextStyle } from '../../canvas.ts'
import { formatEighths } from '../../formats.ts'
import type { SheetLanguage } from '../../model.ts'
import { fileStem, type SheetLayout } from '../../sheet.ts'
import { slug } from '../by-hand.ts'
import { drawRemarks, type OfficePen, officePen, printedAs, sceneRows } from './office.ts'

const plain: TextStyle = { font: 'condensed', size: 7.6 }
const bold: TextStyle = { font: 'condensed-bold', size: 7.6 }
const grid = {
  font: 'condensed',
  headFont: 'condensed-bold',
  size: 7,
  padding: 2.2,
  headFill: '#fff2cc',
} as const

type Both = Record<Exclude<SheetLanguage, 'en'>, string>
const own = {
  location: { pl: 'Lokacja', de: 'Drehort', fr: 'Lieu', es: 'Localización' },
  base: { pl: 'Baza', de: 'Basis', fr: 'Base', es: 'Base' },
  parking: { pl: 'Parking', de: 'Parken', fr: 'Stationnement', es: 'Aparcamiento' },
  hospital: { pl: 'Szpital', de: 'Krankenhaus', fr: 'Hôpital', es: 'Hospital' },
  crewCall: { pl: 'Zbiórka', de: 'Arbeitsbeginn', fr: 'Convocation', es: 'Citación' },
  wrap: { pl: 'Koniec', de: 'Drehschluss', fr: 'Fin', es: 'Fin de rodaje' },
  date: { pl: 'Data', de: 'Datum', fr: 'Date', es: 'Fecha' },
  day: { pl: 'Dzień', de: 'Drehtag', fr: 'Jour', es: 'Día' },
  role: { pl: 'Funkcja', de: 'Funktion', fr: 'Poste', es: 'Cargo' },
  name: { pl: 'Nazwisko', de: 'Name', fr: 'Nom', es: 'Nombre' },
} satisfies Record<string, Both>
const abroad = {
  location: 'Location',
  base: 'Unit base',
  parking: 'Parking',
  hospital: 'Hospital',
  crewCall: 'Crew call',
  wrap: 'Wrap',
  date: 'Date',
  day: 'Day',
  role: 'Position',
  name: 'Name',
} satisfies Record<keyof typeof own, string>

/** A coproduction's sheet: every label in the country's language and in English, values right of them. */
export const officeBilingual: SheetLayout = {
  settings: ['poland', 'germany', 'france', 'spain'],
  paper: 'A4',
  margin: 36,
  fileName: ({ production, day }) => `${fileStem(production)}_CS_${day.number}.pdf`,
  printed: printedAs({
    facts: ['day', 'estimatedWrap', 'hospital', 'unitBase', 'parking', 'safetyNotes', 'notes', 'equipment'],
    calls: ['people'],
    scenes: { description: true, eighths: true, cast: true },
    cast: ['number', 'pickUp', 'makeUp', 'costume', 'onSet'],
  }),
  draw: (canvas, sheet) => {
    const pen = officePen(canvas, sheet)
    drawFacts(pen)
    drawScenes(pen)
    drawPeople(pen)
    drawRemarks(pen, { heading: bold, line: plain, bullet: '- ' })
  },
}

const both = ({ content }: OfficePen, key: keyof typeof own): string =>
  content.language === 'en' ? abroad[key] : `${own[key][content.language]} / ${abroad[key]}`

function drawFacts(pen: OfficePen): void {
  const { canvas, content, date, timeText, say } = pen
  const { locations, hospital } = content
  canvas.line(content.production, { ...bold, size: 14 })
  canvas.line(`${say('sheet')} / Call sheet`, bold)
  canvas.y += 4
  const rows = [
    [both(pen, 'date'), date(content.date)],
    [both(pen, 'day'), `${content.day.number} / ${content.day.of}`],
    [both(pen, 'crewCall'), timeText(content.crewCall)],
    [both(pen, 'wrap'), timeText(content.estimatedWrap)],
    ...locations.map(({ name, address }, index) => [
      `${both(pen, 'location')}${locations.length > 1 ? ` ${index + 1}` : ''}`,
      `${name}\n${address}`,
    ]),
    [both(pen, 'base'), content.unitBase],
    [both(pen, 'parking'), content.parking],
    [both(pen, 'hospital'), `${hospital.name}\n${hospital.address}\nTel.: ${hospital.phone}`],
  ]
  for (const [label = '', value = ''] of rows) {
    const height = canvas.height(value, canvas.width - 130, plain)
    canvas.text(label, canvas.left, canvas.y, 122, bold)
    canvas.text(value, canvas.left + 130, canvas.y, canvas.width - 130, plain)
    canvas.y += height + 3
  }
  canvas.y += 6
}

function drawScenes(pen: OfficePen): void {
  const { canvas, light, say } = pen
  canvas.table({
    ...grid,
    columns: [
      { title: `${say('scene')}`, share: 0.8 },
      { title: say('set'), share: 5 },
      { title: say('castNumbers'), share: 1.4 },
      { title: say('pages'), share: 0.9 },
    ],
    rows: sceneRows(pen, (scene) => [
      scene.number,
      `${slug(scene)}. ${scene.set} - ${light[scene.dayNight]}\n${scene.description}`,
      scene.cast.join(', '),
      formatEighths(scene.eighths),
    ]),
  })
  canvas.y += 6
}

function drawPeople(pen: OfficePen): void {
  const { canvas, content, time, say } = pen
  canvas.table({
    ...grid,
    columns: [
      { title: 'No.', share: 0.5 },
      ...(['character', 'actor'] as const).map((key) => ({ title: say(key), share: 2.2 })),
      { title: `${say('pickUp')} / PU`, share: 1.3 },
      { title: `${say('makeUp')} / MU`, share: 1.5 },
      { title: `${say('costume')} / WD`, share: 1.5 },
      { title: `${say('onSet')} / On set`, share: 1.5 },
    ],
    rows: content.cast.map((member) => [
      String(member.number),
      member.character,
      member.actor,
      time(member.pickUp),
      time(member.makeUp),
      time(member.costume),
      time(member.onSet),
    ]),
  })
  canvas.y += 6
  canvas.table({
    ...grid,
    columns: [
      { title: both(pen, 'role'), share: 2.4 },
      { title: both(pen, 'name'), share: 2.4 },
      { title: 'Call', share: 1 },
    ],
    rows: content.departmentCalls.flatMap(({ department }) => [
      [department],
      ...content.crew
        .filter((person) => person.department === department)
        .map((person) => [person.role, person.name, time(person.time)]),
    ]),
  })
  canvas.y += 6
}
