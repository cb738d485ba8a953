import { type Lexicon, phrases } from '../lexicon.ts'

export const labels: Lexicon['labels'] = {
  title: phrases(`
    producto, título, producción, proyecto, película, serie, título provisional, largometraje, cortometraje,
    título de trabajo, film, nombre del proyecto, título del proyecto, título original, spot, comercial,
    largo, corto, obra, nombre de la producción, programa, título de la película, título de la serie,
    telenovela, publicidad, pieza
  `),
  date: phrases(`
    fecha, fecha de rodaje, día y fecha, orden de rodaje del día, orden de rodaje, hoja de llamado,
    fecha de filmación, fecha de grabación, rodaje del día, orden del día, citación para el día,
    hoja de rodaje, llamado para, llamado del día, fecha del llamado, fecha rodaje, orden de trabajo,
    fecha llamado, plan de rodaje del día, orden de rodaje para el, hoy, orden de rodaje día,
    fecha de llamado, plan del día, fecha de hoy, llamado para el día, jornada del
  `),
  day: phrases(`
    día, día de rodaje, jornada, jornada de rodaje, día n, día no, día de filmación, día de grabación,
    jornada n, jornada no, orden de rodaje n, orden de rodaje no, dr, d r, jr, j r, día rodaje, día nro,
    día número, jornada número, jornada nro, orden n, orden no, hoja de llamado n, hoja de llamado no,
    hoja de llamado nro, llamado n, llamado no, llamado nro, call sheet no, día de rodaje n, día de rodaje no,
    día de rodaje nro, orden de rodaje nº, orden de rodaje, hoja de llamado, día de filmación no,
    hoja de rodaje no, orden de rodaje número, días de rodaje, ddr, nº de día, orden de trabajo no,
    número de día, no de día, shooting day, día de llamado
  `),
  revision: phrases(`
    edición, versión, revisión, rev, modificación, modificada, ver, v, corrección, actualización, versión n,
    versión no, cambios, corregida, actualizada, modificado, versión nro
  `),
  issued: phrases(`
    emitido, emitida, emitido el, enviado, enviada, enviado el, impreso, impreso el, publicado, actualizado,
    actualizado el, fecha de emisión, fecha de envío, última actualización, elaborado, elaborado el,
    última modificación, fecha de publicación, emisión, creado, creado el, hora de emisión, fecha de entrega,
    fecha de actualización, fecha de impresión, generado, generado el, distribuido, fecha de versión, editado,
    entregado, fecha y hora de emisión, hora de envío, a fecha de, actualizada el, emitida el, enviada el
  `),
  crewCall: phrases(`
    citación, citación general, citación equipo, citación de equipo, citación del equipo, hora de citación,
    citación técnica, convocatoria, convocatoria general, convocatoria equipo, llamado, llamado general,
    llamado crew, llamado de crew, llamado equipo, hora de llamado, llamado técnico, crew call, call,
    call time, citación en set, citación en localización, equipo técnico, llamado a set, llamado en set,
    llamado en locación, hora llamado, citaciones, hora citación, general call, call general,
    convocatoria técnica, citación equipo técnico, llamado de equipo, llamado general de crew,
    llamado general crew, unit call, llamado general a set, call crew, inicio de jornada, comienzo de jornada,
    hora de convocatoria, equipo en set, crew en set, citación en base, llamado staff, llamado general staff,
    llamado base, llamado en base, hora de llamado general, hora general de llamado,
    llamado producción y crew, general crew call, llamado equipo técnico, llamado del crew, equipo,
    llamado general en locación, llamado de set, citación general equipo, hora de encuentro,
    punto de encuentro hora, cita, cita general, cita equipo, hora de cita, llamado general del equipo,
    citación general del equipo, entrada equipo, inicio jornada, entrada general, convocatoria en set,
    llamado crew general, llamado crew set, call de crew, arribo equipo, citado equipo, equipo citado,
    hora de llamado crew, citación general en set, citación general en localización, presentación, llamada,
    llamada general, hora de llamada, llamada equipo,
    equipo a, primera unidad, unidad 1, 1ª unidad, unidad principal, citación primera unidad,
    convocatoria en base, convocatoria en localización, citación equipo en base,
    citación equipo en localización, llamado unidad 1, llamado crew en set,
    llegada equipo, equipo en localización, inicio jornada equipo, call equipo
  `),
  productionCall: phrases(`
    producción, citación producción, llamado producción, llamado de producción, producción en set,
    convocatoria producción, citación de producción, llamado avanzada, avanzada, producción en localización,
    equipo de producción, call producción, producción en locación, hora de llamado producción,
    entrada producción, arribo producción
  `),
  otherCall: phrases(`
    cámara lista, hora de roll, agencia, cliente, cliente y agencia, agencia y cliente, cliente agencia, agencia cliente, talento, talentos, puesta en set, puesta de cámara, puesta de luces, listos para rodar, listo para rodar, inicio de rodaje, comienzo de rodaje, comienzo rodaje, inicio rodaje,
    a rodar, motor, primer plano, primera toma, primer tiro, roll, cámara roll, listos a rodar,
    inicio de grabación, inicio de filmación, hora de rodaje, primer corte de claqueta, primera claqueta,
    listos a cámara, en cámara, rodando, rodaje, ensayo, ensayos, premontaje, pre montaje, montaje, prelight,
    pre light, preluz, set up, precall, pre call, prellamado, pre llamado, segunda unidad, 2da unidad,
    2a unidad, citación segunda unidad, llamado segunda unidad, llamado talento, llamado elenco,
    llamado de talento, llamado actores, llamado extras, llamado figuración, citación figuración,
    citación actores, citación maquillaje, citación vestuario, citación cámara, citación eléctricos,
    citación arte, llamado fotografía, llamado arte, llamado maquillaje, llamado vestuario, llamado cliente,
    llamado agencia, cliente, citación cliente, citación agencia, carga, descarga, salida de base,
    salida base, salida hotel, salida de hotel, llamado cámara, llamado eléctricos, llamado sonido,
    llamado transporte, llamado catering, llamado locaciones, primera toma estimada, primer shot,
    shooting call, salida de producción, salida equipo, salida transporte, salida de vehículos, listos,
    citación extras, citación elenco, comienzo de filmación, comienzo de grabación, primer plano rodado,
    ready to shoot, set listo, listos en set, hora de inicio de rodaje, hora inicio rodaje, roll camera,
    rehearsal, listos para ensayar, listo a rodar, preparados para rodar, equipo listo para rodar, pre luz,
    bloqueo, inicio rodaje estimado, salida de crew, salida de oficina, citación fotografía, citación sonido,
    empezamos a rodar, hora de rodar, primera posición, listos para grabar, listos para filmar, llamado grip,
    llamado staff eléctrico, salida de vans, pick up crew, salida crew, montaje técnico,
    1er plano, 1ª toma, llegada cliente, llegada agencia, ensayo mecánico, cámara rodando
  `),
  anyCall: phrases('horarios, hora, horario'),
  wrap: phrases(`
    fin de rodaje, fin de jornada, fin rodaje, fin jornada, fin, final de rodaje, final de jornada,
    fin estimado, fin previsto, fin de rodaje previsto, fin de rodaje estimado, hora de corte, corte,
    corte estimado, hora estimada de corte, wrap, wrap estimado, est wrap, hora de término, término,
    término de rodaje, término estimado, fin de filmación, fin de grabación, hora de wrap, corte de cámara,
    corte general, hora fin, cierre, cierre de jornada, cierre de rodaje, hora de fin, hora de finalización,
    finalización, fin de llamado, final estimado, hora de salida, término de jornada, fin de día,
    fin aproximado, hora estimada de fin, finaliza, corte de llamado, hora wrap, estimado de corte,
    estimado de wrap, final, camera wrap, fin de la jornada, fin del día, termino de llamado, termina,
    fin previsto de rodaje, fin previsto de jornada, fin de rodaje aprox, corte aprox, corte aproximado,
    desproducción, finalización de rodaje, fin de jornada previsto, fin de jornada estimado,
    hora prevista de fin, hora prevista fin, previsión fin de rodaje, corte rodaje,
    corte previsto, último plano, cierre estimado
  `),
  meal: phrases(`
    comida, almuerzo, cena, desayuno, catering, bocadillo, bocata, merienda, media mañana, break,
    corte comida, corte de comida, corte a comida, comida corrida, pausa comida, pausa para comer, pausa,
    descanso, desayuno crew, desayuno equipo, almuerzo equipo, segundo alimento, primer alimento, alimentos,
    coffee break, lunch, refrigerio, snack, hora de comida, segunda comida, comida equipo, parada comida,
    comida caliente, alimentación, comidas, corte almuerzo, corte para almuerzo, corte de almuerzo, onces,
    parada para comer, brunch, desayunos, coffee, craft, craft service, snacks, box lunch, comida crew,
    horario de comida, horario comida, corte de alimentos, corte para comer, hora de almuerzo,
    hora de desayuno, cena caliente, desayuno en set, desayuno en base, merienda caliente
  `),
  sunrise: phrases(`
    amanecer y atardecer, amanecer y anochecer, orto y ocaso, salida puesta, salida y puesta, sol, sale sol, alba, sol sale a las, sol sale, hora amanecer, sol salida, sale, amanecer, orto, salida del sol, salida de sol, sale el sol, alba amanecer, salida sol, sol sale,
    amanece, sunrise, hora de amanecer, amanecer anochecer, orto ocaso, amanecer atardecer,
    salida y puesta de sol, salida y puesta del sol, salida puesta de sol, salida puesta del sol,
    amanece anochece
  `),
  sunset: phrases(`
    amanecer y atardecer, amanecer y anochecer, orto y ocaso, salida puesta, salida y puesta, sol, se oculta el sol, se mete el sol, mete sol, sol se oculta, sol puesta, hora anochecer, anochecer, ocaso, puesta de sol, puesta del sol, atardecer, se pone el sol, puesta sol, sol se pone,
    anochece, sunset, puesta, metida del sol, hora de atardecer, se pone, amanecer anochecer, orto ocaso,
    amanecer atardecer, salida y puesta de sol, salida y puesta del sol, salida puesta de sol,
    salida puesta del sol, amanece anochece
  `),
  location: phrases(`
    dirección rodaje, lugar de la filmación, decorado localización, domicilio de locación, sitio, donde grabamos, domicilio locación, lugar de grabación, localización, localizaciones, locación, locaciones, lugar, lugares, lugar de rodaje, lugar de filmación,
    set, sets, dirección de locación, dirección locación, dirección localización,
    dirección de la localización, dirección del set, dirección set, dirección de rodaje, decorado, decorados,
    plató, estudio, ubicación, ubicaciones, lugar de grabación, localización n, localización no, locación no,
    loc, direcciones localizaciones, direcciones locaciones, lugar de trabajo, localización principal,
    dirección de set, lugar de llamado, lugar del llamado, lugar de citación, lugar de convocatoria,
    lugar de cita, foro, locación dirección, localización dirección, set locación, dirección del rodaje,
    dirección del llamado, lugar y dirección, primera localización, segunda localización, primera locación,
    segunda locación, 1a locación, 2a locación, locación principal, localización y dirección,
    nombre de locación, nombre de la locación, dirección de localización, dirección de la locación
  `),
  address: phrases(`
    ubicación, dirección, direcciones, domicilio, cómo llegar, acceso, calle, dirección completa, accesos,
    dirección de locación, dirección locación, dirección localización, dirección de la localización,
    dirección del set, dirección set, dirección de rodaje, dirección de set, dirección del rodaje,
    dirección del llamado, direcciones localizaciones, direcciones locaciones, dirección de localización,
    dirección de la locación
  `),
  unitBase: phrases(`
    sala verde, base de catering, base, campo base, campamento base, basecamp, base camp, base de producción, camerinos, base de unidad,
    dirección base, dirección de base, base técnica, campamento, base producción, motorhomes, motorhome,
    dirección basecamp, unit base, base campers, campers, base operativa, base y catering, basecamp dirección,
    base de operaciones, base de maquillaje y vestuario, base maquillaje y vestuario, ubicación base,
    ubicación basecamp, carpa base, base vehículos, base de rodaje, dirección campo base, camerinos y base,
    base y camerinos, base y vestuarios, camerinos base, base camerinos
  `),
  parking: phrases(`
    aparcamiento, parking, estacionamiento, parqueadero, parqueo, aparcamientos, aparcamiento equipo,
    parking equipo, parking técnico, aparcamiento técnico, estacionamiento crew, estacionamiento equipo,
    vehículos técnicos, parking vehículos, reserva de estacionamiento, estacionamientos, parqueaderos,
    cochera, estacionamiento unidades, estacionamiento general, aparcamiento vehículos técnicos,
    aparcamiento coches, aparcamiento crew, parking crew, parking coches, parking camiones,
    aparcamiento de vehículos, estacionamiento vehículos técnicos, estacionamiento camiones,
    estacionamiento autos, parking técnicos, parking actores, estacionamiento técnico,
    estacionamiento personal, estacionamiento de crew, estacionamiento autos crew, playa de estacionamiento,
    zona de aparcamiento, aparcamiento unidades, parking vehículos técnicos,
    aparcamiento de equipo, dónde aparcar, coches equipo, vehículos equipo, reserva de aparcamiento,
    aparcamiento vehículos,
    coches
  `),
  vendor: phrases(`
    recogida equipo, renta, rentadora, retiro equipo, pick up equipo, recogida de material, recogida material, recogida en proveedor, recolección de equipo, carga de equipos, recogida de equipo, recogida equipo cámara,
    recogida material cámara, carga de equipo, carga equipo, casa de renta, rental, alquiler de equipo,
    retiro de equipo, retiro de equipos, casa de alquiler, renta de equipo, pick up equipo, pick up de equipo,
    recogida en rental, carga en rental, carga de cámara, carga de material, retiro equipos, retiro rental,
    carga rental, levantar equipo, alquiladora
  `),
  hospital: phrases(`
    hospital 24h, hospital de emergencia, hospital de emergencias, hospital y urgencias, hospital asignado, hospital referencia, emergencia médica, emergencias médicas, hospital cercano, hospital más próximo, hospital, hospital más cercano, hospital cercano, urgencias, centro de salud, clínica,
    clínica más cercana, centro médico, hospital de referencia, emergencias, emergencia, hospitales,
    hospitales cercanos, hospital de urgencias, centro hospitalario, centro hospitalario cercano, hospital próximo, hospital más próximo, centro de urgencias,
    servicio médico hospital, urgencias más cercanas, hospital cercano a locación, sanatorio,
    hospital urgencias, centro médico más cercano, centro de salud más cercano, guardia médica,
    centro asistencial, hospital emergencias, clínica cercana, hospitales más cercanos, en caso de emergencia,
    urgencias médicas, hospital más cercano a locación, hospital más cercano a la localización,
    hospital más cercano a set, emergencias médicas, atención médica, hospital clínica, clínica hospital,
    centro hospitalario, hospital o clínica más cercana,
    h más cercano, h cercano
  `),
  equipment: phrases(`
    material, material especial, equipo especial, necesidades, necesidades especiales, necesidades técnicas,
    material técnico, material adicional, equipo adicional, requerimientos, requerimientos especiales,
    requerimientos técnicos, vehículos de escena, vehículos en escena, coches de escena, equipamiento,
    equipo extra, material de cámara, material cámara, equipo de cámara, requerimientos por departamento,
    necesidades por departamento, especiales, equipamiento especial, autos en escena, maquinaria especial,
    vehículos de acción, vehículos de cámara, equipos especiales, material extra, equipos adicionales,
    autos de escena, vehículos escena, necesidades de producción, requisitos especiales,
    necesidades especiales por departamento, picture cars, medios técnicos, medios especiales
  `),
  safety: phrases(`
    seguridad, prevención, prl, prevención de riesgos, prevención de riesgos laborales, medidas de seguridad,
    seguridad e higiene, riesgos, seguridad en set, normas de seguridad, seguridad y salud, protocolo covid,
    covid, covid 19, bioseguridad, protocolo de seguridad, salud y seguridad, riesgos laborales,
    notas de seguridad, seguridad industrial, protocolos, protección civil, recomendaciones de seguridad,
    aviso de seguridad, protocolo de bioseguridad, seguridad y prevención, sst,
    seguridad y salud en el trabajo, higiene y seguridad, nota de seguridad, protocolo sanitario,
    medidas de prevención
  `),
  notes: phrases(`
    notas, nota, observaciones, avisos, aviso, importante, información, info, notas generales,
    notas de producción, notas importantes, atención, indicaciones, recordatorio, recordatorios, comentarios,
    nb, n b, varios, información general, información importante, notas adicionales, observaciones generales,
    nota importante, nota de producción, notas del día, consideraciones, instrucciones, nota general,
    notas de dirección, notas ad, otros, avisos generales, avisos de producción, favor de, recomendaciones,
    información adicional, comentarios generales, observación, ojo, notas producción, notas especiales,
    muy importante,
    a tener en cuenta, recordad, para todos
  `),
  weather: phrases(`
    meteorología, clima, tiempo, previsión meteorológica, pronóstico, pronóstico del tiempo, el tiempo,
    previsión del tiempo, pronóstico meteorológico, previsión meteo, meteo, previsión, condiciones climáticas,
    estado del tiempo, parte meteorológico, pronóstico del clima, clima pronóstico, previsión tiempo,
    reporte del clima, reporte climático
  `),
  background: phrases(`
    figuración, extras, figurantes, extras y figuración, figurante, bolos, extras figuración, fondo,
    ambientación humana, dobles, dobles de luces, dobles de luz, figuración y extras, figuración especial,
    extra, extras especiales, bits, bits y extras, ambiente, figuraciones, extras y bits, extras y dobles,
    stand ins, figuración extras
  `),
  advance: phrases(`
    avance, avance del día siguiente, avance día siguiente, avance de rodaje, avance de orden, mañana,
    próxima jornada, próximo día de rodaje, siguiente día de rodaje, próximo día, siguiente jornada,
    día siguiente, próximos días, siguiente día, previsión día siguiente, previsión para mañana,
    previsión próxima jornada, siguiente llamado, próximo llamado, avance siguiente día, avances,
    avance próximo día, avance de mañana, avance jornada siguiente, avance de la próxima jornada,
    previsión de rodaje, pre orden, avance para mañana, para mañana, plan de mañana, avance orden de rodaje,
    previo día siguiente, avance próxima jornada, avance del siguiente día, avance siguiente jornada,
    siguientes días, previsión siguiente jornada, avance próximos días, avance próximo día de rodaje,
    rodaje de mañana, avance hoja de llamado, avance de llamado, adelanto, adelanto del día siguiente,
    adelanto próxima jornada, orden de mañana, avance de la jornada siguiente, lo que viene,
    previsión siguiente día, previsión jornada siguiente,
    próximas jornadas, siguientes jornadas, jornadas siguientes, próximos días de rodaje,
    siguientes días de rodaje, previsión próximos días, previsión próximas jornadas,
    y mañana
  `),
  contacts: phrases(`
    contactos, contacto, teléfonos, teléfonos de interés, teléfonos de contacto, contactos clave, directorio,
    teléfonos importantes, contactos de producción, contactos producción, contactos de emergencia,
    teléfonos de emergencia, contactos importantes, números de emergencia, números importantes,
    contactos en set, datos de contacto, teléfonos útiles, contacto producción, contacto en set,
    contacto de emergencia, números de contacto, contactos principales
  `),
  otherTime: phrases(`
    recogida, maquillaje, peluquería, vestuario, traslado, traslado de equipo, cambio de localización,
    cambio de locación, company move, movimiento, movimiento de equipo, hora dorada, hora azul, alba,
    crepúsculo, desmontaje, transporte, llegada, salida, pick up, en set, desplazamiento, mudanza,
    horario de apertura, apertura, crew move, cambio de set, movimiento de compañía, movimiento de company,
    viaje, prueba de vestuario, fitting, pruebas, marea alta, marea baja, salida de la luna,
    traslado a locación, traslado a localización, desarme, desmonte, horario de silencio, permiso, permisos,
    mudanza de set, mudanza de locación, luz de día, primera luz, última luz, cambio de decorado, traslado a,
    traslado a base, llegada a set, llegada a base, entrega de locación, golden hour, devolución,
    duración del día, traslado a set, cambio localización, traslado de unidad, traslado equipo,
    amanecer civil, crepúsculo civil
  `),
  other: phrases(`
    teléfono, tel, tfno, tlf, director, directora, dirección director, realizador, realizadora, productor,
    productora, productores, guion, guión, guionista, guionistas, director de producción,
    directora de producción, jefe de producción, jefa de producción, director de fotografía,
    directora de fotografía, 1er ayudante de dirección, ayudante de dirección, 1er ayte dirección,
    1er asistente de dirección, asistente de dirección, primer asistente de dirección,
    2do asistente de dirección, gerente de producción, productor ejecutivo, productora ejecutiva,
    productores ejecutivos, productor en línea, línea de producción, total páginas, páginas, total de páginas,
    total, reparto, elenco, secuencias, secuencia, escenas, escena, e mail, email, mail, correo, empresa,
    compañía, casa productora, capítulo, cap, episodio, ep, temporada, bloque, policía, bomberos, ambulancia,
    cruz roja, protección civil tel, temperatura, temperaturas, temp, máxima, mínima, viento, lluvia, humedad,
    probabilidad de lluvia, precipitación, mapa, enlace, link, gps, coordenadas, what3words, waze,
    google maps, walkies, walkie, canal, canales, frecuencias, radios, wifi, página, oficina,
    oficina de producción, script, firma, elaborado por, preparado por, aprobado por,
    coordinador de producción, coordinadora de producción, cliente, agencia, marca, producto, cadena,
    plataforma, médico, enfermero, enfermera, paramédico, ats, sanitario, vo bo, autoriza, jefe de locaciones,
    jefe de localizaciones, gerente de locaciones, minutaje, duración, total escenas, total secuencias,
    total octavos, octavos, versión de guion, versión guion, guion versión, distribuidora, coproducción,
    coproductor, gerente de unidad, productor de línea, productora de línea, producer, locacionista,
    código postal, c p, plan de rodaje, plan de rodaje no, line producer, upm, ad, 1er ad, 1st ad,
    sensación térmica, índice uv, un film de, una película de, una serie de
  `),
}
