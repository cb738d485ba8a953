import { type Lexicon, phrases } from '../lexicon.ts'

export const columns: Lexicon['columns'] = {
  number: phrases(`
    n, no, nº, nro, num, número, #, n personaje, no personaje, ref, id, n actor, núm, nº pers, no pers,
    n pers
  `),
  scene: phrases(`
    sec, secuencia, secuencias, escena, esc, escenas, n sec, no sec, nº sec, n esc, no esc, sec n,
    número de escena, n secuencia, secs, sc, no escena, nro escena, escena no, cap sec, cap esc, cap escena,
    esc no, sq, ep esc, sec no, nº secuencia, no de escena, esc nro, cap secuencia, ep sec, no secuencia,
    núm sec, capítulo escena, capítulo secuencia, episodio escena, ep escena
  `),
  intExt: phrases(`
    int ext, i e, ie, int/ext, i/e, interior exterior, ie dn, in ex, int ext dia noche, int, i o e, int o ext
  `),
  dayNight: phrases(`
    efectos, hora del día, d n, día noche, dn, d/n, día/noche, efecto, luz, ambiente, momento, tiempo, efecto luz, d o n,
    día o noche, efec, d n a, momento del día, amb, tiempo dramático
  `),
  set: phrases(`
    decorado, set, sets, decorado y sinopsis, decorado sinopsis, set y descripción, set descripción,
    escenario, decorados, lugar de acción, set / descripción, decorado descripción, set sinopsis, lugar,
    ambiente set, decorado acción, título, encabezado, decorado resumen, set guion, nombre del set,
    set escena, sets y descripción, decorado / sinopsis, set acción, decorado localización, locación set,
    set locación, espacio
  `),
  description: phrases(`
    sinopsis, descripción, resumen, acción, descripción de la escena, sinopsis de la secuencia, argumento,
    descripción de escena, breve descripción, resumen de la escena, acotación, descripción acción, contenido,
    sinopsis escena, resumen secuencia, resumen de acción, síntesis, sinópsis,
    qué pasa, qué se rueda
  `),
  pages: phrases(`
    páginas, págs, pág, pags, pag, oct, octavos, nº págs, pgs, duración, n páginas, 1 8, páginas octavos,
    long, minutaje, 8vos, páginas 8vos, pp, págs oct, páginas y octavos, no pags, octavas, oct págs,
    extensión, tiempo pantalla, min, núm págs, pgs oct, 8avos, pág oct, octs, tiempo estimado, pags 8vos,
    no de páginas
  `),
  castNumbers: phrases(`
    figuras, personajes, reparto, elenco, actores, n personajes, pers, personaje, cast, talento, personajes no,
    actores no, artistas, n actores, nº personajes, pjes, pj, id elenco, personajes actores, no elenco,
    cast id, no personajes, personaje n, intérpretes, pnjs, pers n,
    quiénes, actores en secuencia, intervienen
  `),
  location: phrases(`
    localización, locación, localizaciones, locaciones, lugar de rodaje, ubicación, localización rodaje,
    nombre locación, lugar de filmación, loc
  `),
  address: phrases(`
    dirección, domicilio, direcciones, dirección localización, dirección locación, dirección y acceso,
    dirección ubicación, dirección completa, ubicación maps
  `),
  character: phrases(`
    personaje, personajes, rol, papel, pers, nombre personaje, nombre del personaje, como, pj,
    papel de, interpreta
  `),
  actor: phrases(`
    actor, actriz, actor actriz, actores, intérprete, artista, talento, reparto, elenco, nombre actor,
    nombre artístico, actor/actriz, cast, intérpretes, actriz actor, nombre del actor, talentos,
    actores actrices, nombre talento,
    interpretado por, quién
  `),
  arrival: phrases(
    'llegada, llegada a base, arribo, base, en base, llamado base, citación base, citación en base',
  ),
  pickup: phrases(`
    búsqueda, hora búsqueda, recogida, pick up, pickup, pu, transporte, hora recogida, recog, salida, p up, rec, conductor, coche, p u,
    traslado, hora de recogida, hora de pick up, pick, chofer, chófer, van, recogida hotel, salida hotel,
    salida de casa, pick up hotel, hora pick up,
    recoge
  `),
  makeup: phrases(`
    maquillaje, maq, mq, maquillaje peluquería, maq pelu, maquillaje y peluquería, myp, m p, mkp, muah,
    maquillaje peinado, maquillaje y peinado, peluquería, peinado, maq y pel, pelo, maq pel, make up, mua,
    hmu, pelu maq, hora maquillaje, maq peluq, peluquería maquillaje, peluquería y maquillaje,
    maquillaje y pelo, maq vest, maquillaje vestuario, caracterización, maq peinado, entrada maquillaje,
    maquillaje y vestuario, m y p, hair makeup, makeup, pelu, maq pelo,
    maq/pelu
  `),
  wardrobe: phrases(`
    vestuario, vest, vestir, hora vestuario, vst, wardrobe, prueba, sastrería, ves, entrada vestuario,
    estilismo, estilista
  `),
  onSet: phrases(`
    set, en set, a rodar, listo, listos, en plató, listo en set, listo para rodar, rodar, plató, citación set,
    hora en set, on set, llamado set, a set, llegada a set, lista, listo set, ready, en rodaje, preparado,
    ensayo, en cámara, disponible en set, listo a rodar, hora set, listo rodar, rodaje, citación en set,
    a rodaje, llamado a set
  `),
  role: phrases(`
    área, cargo, puesto, función, categoría, rol, posición, área cargo, cargo función, oficio, puesto cargo,
    ocupación, título
  `),
  name: phrases(`
    nombre, nombre y apellidos, nombre y apellido, nombres, nombre completo, persona, crew, apellidos,
    técnico, integrante, contacto nombre, responsable, quien, equipo técnico
  `),
  department: phrases(`
    departamento, depto, dpto, área, equipo, dto, departamentos, dep, sección, dept, áreas, unidad
  `),
  call: phrases(`
    citación, llamado, hora, conv, hora de citación, call, call time, hora de llamado, convocatoria, citación hora,
    hora llamado, h citación, llamados, horario, hora cit, citado, cit, hora citación, calltime, hora call,
    citaciones, hora de convocatoria, entrada, inicio, presentación, in, hora de llegada, hora entrada,
    llamada, cita
  `),
  wrap: phrases('fin, salida, corte, wrap, out, término, fin jornada, hora fin, final, hora salida'),
  phone: phrases(`
    teléfono, tel, móvil, celular, tfno, tlf, cel, teléfonos, número, contacto, teléfono móvil, telf,
    n teléfono, no teléfono, número de teléfono, teléfono de contacto, núm tel, número celular
  `),
  email: phrases('e mail, email, mail, correo, correo electrónico, mails'),
  remarks: phrases(`
    observaciones, notas, comentarios, nota, obs, info, observación, varios, detalles, requerimientos,
    necesidades, información, indicaciones, comentario, otros, notas observaciones, notas y observaciones,
    atrezzo, utilería
  `),
  time: phrases(`
    hora, horario, de a, desde, inicio, tiempo, horas, h, horarios, hora inicio, cuándo, duración,
    hora estimada, de hasta
  `),
  activity: phrases(`
    actividad, acción, plan, programa, qué, actividades, evento, desarrollo, cronograma, concepto,
    planificación, detalle, tarea
  `),
  date: phrases('fecha, día, día de rodaje, fechas, jornada'),
  status: phrases('estado, status, st, estatus'),
}
