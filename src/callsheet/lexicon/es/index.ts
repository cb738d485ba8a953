import { groups, type Lexicon, phrases } from '../lexicon.ts'
import { columns } from './columns.ts'
import { departments, roles } from './crew.ts'
import { kinds, signs } from './kinds.ts'
import { labels } from './labels.ts'

/** Spanish of Spain (`citación`, `localización`, `secuencia`) and of Latin America (`llamado`, `locación`, `escena`). */
export const spanish: Lexicon = {
  language: 'es',
  country: 'ES',
  labels,
  columns,
  departments,
  roles,
  kinds,
  signs,
  months: groups(`
    enero, ene
    febrero, feb
    marzo, mar
    abril, abr
    mayo, may
    junio, jun
    julio, jul
    agosto, ago
    septiembre, setiembre, sept, sep
    octubre, oct
    noviembre, nov
    diciembre, dic
  `),
  weekdays: groups(`
    lunes, lun, lu
    martes, mar, ma
    miércoles, mié, mi, miér
    jueves, jue, ju
    viernes, vie, vi, vier
    sábado, sáb, sa
    domingo, dom, do
  `),
  intExt: {
    INT: phrases('int, i, interior, interiores, inte'),
    EXT: phrases('ext, e, exterior, exteriores, exte'),
    'INT/EXT': phrases('int ext, ext int, i e, e i, ie, interior exterior, exterior interior'),
  },
  dayNight: {
    DAY: phrases('día, d, mañana, tarde, mediodía, dia, media mañana, media tarde, de día'),
    NIGHT: phrases('noche, n, madrugada, medianoche, noche americana, de noche, noc'),
    DAWN: phrases('amanecer, alba, aurora, amane, am, primera luz'),
    DUSK: phrases(`
      atardecer, anochecer, ocaso, crepúsculo, puesta de sol, atard, hora mágica, at, última luz
    `),
  },
  shootingStart: phrases(`
    listos para rodar, listo para rodar, inicio de rodaje, comienzo de rodaje, comienzo rodaje, inicio rodaje,
    a rodar, motor, primer plano, primera toma, primer tiro, roll, cámara roll, listos a rodar,
    inicio de grabación, inicio de filmación, hora de rodaje, primera claqueta, listos a cámara, rodando,
    rodaje, primera toma estimada, primer shot, shooting call, comienzo de filmación, roll camera,
    comienzo de grabación, hora de inicio de rodaje, hora inicio rodaje, ready to shoot, listo a rodar,
    preparados para rodar, equipo listo para rodar, listos para grabar, listos para filmar, hora de rodar
  `),
  of: phrases('de, del, de un total de'),
  episodes: phrases('cap, capítulo, capítulos, episodio, episodios, temporada, bloque, ep'),
  sending: phrases(`
    adjunto, adjunta, adjuntamos, os envío, os mando, les envío, les mando, les comparto, te mando,
    aquí está, aquí tenéis, comparto
  `),
  blank: phrases(`
    por confirmar, por definir, a confirmar, a convenir, n a, na, ninguno, ninguna, s c, no aplica,
    pendiente, medios propios, por su cuenta, p c, x c, sin confirmar, no procede, según necesidad,
    on call, o c, sin llamado, no citado, no citada, libre, descanso, directo, directo a set, propio,
    ppc, por sus medios, medios propio, según llamado, off, no hay, x definir, x confirmar, tbc, tbd,
    a definir, sin citación, s n, propios medios, no llamado, según indicaciones, disponible,
    por determinar, según hod, según producción, en espera, on hold, stand by, standby, a la espera
  `),
  cancelled: phrases(`
    cancelado, cancelada, suspendido, suspendida, rodaje cancelado, jornada cancelada, aplazado, aplazada,
    llamado cancelado, rodaje suspendido, pospuesto, día cancelado, rodaje aplazado, llamado suspendido,
    jornada suspendida
  `),
  vendors: phrases('ovide, cámara rent, camaleón rental, efd, welab, servicevision'),
  departures: phrases(`
    salida, salidas, salida de, salida desde, salida equipo, recogida, recogidas, transporte desde, lanzadera, van sale
  `),
  colours: phrases(`
    blanco, blanca, azul, rosa, amarillo, amarilla, verde, naranja, rojo, roja, salmón, dorado, dorada, gris,
    marfil, crema, beige, lila, morado, morada, cereza, oro, celeste, rosado, café
  `),
  words: {
    and: phrases('y, e'),
    scene: phrases('secuencia, escena, sec, esc'),
    pages: phrases('pág, págs, página, páginas, oct, octavo, octavos'),
    cast: phrases('personajes, elenco, pers'),
    please: phrases('por favor'),
    at: phrases('en'),
    until: phrases('a'),
    total: phrases('total, suma'),
    secondUnit: phrases('2a unidad, segunda unidad'),
    mail: phrases('de, para, enviado, asunto, fecha'),
    page: phrases('página, pág, hoja'),
    loose: phrases('equipo, cita, final, corte'),
    latest: phrases(''),
    about: phrases(`
      aprox, aproximado, aproximada, estimado, estimada, previsto, prevista, tentativo, tentativa, hs, ca
    `),
    placeName: phrases('nombre, nombre del lugar'),
  },
  common: phrases(`
    el, la, los, las, y, de, del, en, por, para, con, favor, al, que, una, un, se, no, es, todos, todo, calle,
    equipo, a, su, lo, está, estar, ser, sin, o, más, antes, después, desde, hasta, deben, deberán, hay, este,
    esta, como, gracias, cualquier, sobre
  `),
}
