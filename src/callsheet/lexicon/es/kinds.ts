import { type Lexicon, phrases } from '../lexicon.ts'

export const kinds: Lexicon['kinds'] = {
  'call-sheet': phrases(`
    orden de rodaje, hoja de llamado, hoja de llamados, llamado, hoja de rodaje, orden de trabajo,
    hoja de citación, hoja de convocatoria, call sheet, callsheet, orden de filmación,
    orden de grabación, plan de rodaje diario, hoja de rodaje diaria, llamado general,
    orden diaria de rodaje, hoja de llamada, hoja de filmación, hoja de grabación,
    orden del día de rodaje, orden del día, plan de rodaje del día, plan de trabajo del día,
    plan del día
  `),
  'one-line-schedule': phrases(`
    one liner, one line, plan de rodaje resumido, stripboard, desglose por tiras, plan de rodaje simplificado,
    one line schedule, plan resumido, tiras
  `),
  'shooting-schedule': phrases(`
    plan de rodaje, plan de trabajo, plan de filmación, cronograma de rodaje, calendario de rodaje,
    plan de grabación, plan de producción, cronograma de producción, cronograma, plan de rodaje general,
    break down de rodaje, calendario de producción, cronograma de filmación, plan semanal,
    plan de rodaje semanal
  `),
  'day-out-of-days': phrases(`
    day out of days, dood, días de actores, calendario de actores, plan de actores, días de elenco,
    desglose de días de actores, dood elenco, días de trabajo de actores, días de trabajo por actor, disponibilidad de actores, días por actor
  `),
  'movement-order': phrases(`
    orden de movimiento, hoja de ruta, plan de acceso, plan de accesos, hoja de acceso, cómo llegar al set, orden de transporte, plan de transporte, movement order,
    hoja de transporte, orden de transportes, plan de viaje, hoja de viaje, plan de movilidad,
    logística de transporte, hoja de transportes, itinerario de viaje, orden de transportación, itinerario,
    rutas de transporte
  `),
  'contact-list': phrases(`
    lista de equipo, listado de equipo, lista de crew, lista de contactos, crew list, directorio,
    listado de contactos, lista técnica, lista de personal, lista de elenco, equipo técnico y artístico,
    lista de reparto, directorio de crew, listado de crew, listado técnico, lista de actores,
    listado de localizaciones, directorio de producción, lista de teléfonos, listado de elenco,
    lista de locaciones
  `),
  'daily-brief': phrases(`
    resumen para mañana, resumen del día,
    brief, briefing, brief diario, memorándum, memo, circular, nota informativa, brief de producción,
    brief del día, comunicado, minuta, acta de reunión, nota interna, brief creativo, brief de seguridad,
    boletín, comunicado interno, informe diario, nota de producción, nota al equipo, briefing diario,
    información para mañana
  `),
  'rental-order': phrases(`
    pedido de material, lista de material, orden de renta, lista de equipos, pedido de equipo, albarán,
    contrato de alquiler, orden de alquiler, hoja de pedido, lista de cámara, lista de iluminación,
    nota de entrega, orden de pedido, remisión, pedido, orden de salida, listado de material,
    lista de equipo de cámara, contrato de renta, orden de servicio, confirmación de pedido, lista de luces,
    lista de grip, nota de remisión, albarán de entrega, renta de equipo, cotización de equipo,
    alquiler de equipos, guía de remisión
  `),
  invoice: phrases(`
    factura, presupuesto, cotización, recibo, factura proforma, nota de crédito, orden de compra, factura no,
    presupuesto no, nota de cargo, cuenta de cobro, recibo de honorarios, factura electrónica, factura n,
    comprobante fiscal, nota de débito
  `),
  'production-report': phrases(`
    parte de rodaje, reporte de producción, parte de producción, reporte diario de producción,
    informe de rodaje, reporte de cámara, parte de cámara, parte de sonido, reporte de sonido,
    informe de producción, parte diario, reporte diario, parte de script, parte de trabajo, reporte de rodaje,
    parte diario de rodaje, informe diario de producción, parte de montaje, reporte de continuidad
  `),
  script: phrases(`
    guion, guión, guion literario, guion técnico, guión técnico, desglose, desglose de guion, storyboard,
    separatas, lista de planos, shot list, sides, escaleta, desglose de guión, desglose de secuencias,
    guión literario, listado de planos, plan de planos
  `),
  contract: phrases(`
    contrato, deal memo, hoja de horas, permiso de rodaje, cesión de derechos, autorización de imagen,
    cesión de imagen, contrato de trabajo, control de horas, permiso de filmación, contrato de locación,
    cesión de derechos de imagen, autorización de uso de imagen, carta responsiva, nómina, contrato de cesión,
    acuerdo de confidencialidad
  `),
  'risk-assessment': phrases(`
    evaluación de riesgos, plan de prevención, plan de seguridad, plan de emergencia,
    evaluación de riesgos laborales, protocolo covid 19, plan de emergencias, análisis de riesgos,
    matriz de riesgos
  `),
  'recce-schedule': phrases(`
    localización técnica, scouting, scouting técnico, plan de localizaciones, orden de localización,
    plan de preproducción, plan de ensayos, tech scout, visita técnica, orden de localizaciones,
    localizaciones técnicas, ensayos, plan de pruebas, pruebas de vestuario, cronograma de preproducción,
    scout técnico
  `),
}

/** What only such a document says, wherever it stands. */
export const signs: Lexicon['signs'] = {
  invoice: phrases(`
    iva, base imponible, subtotal, total factura, nif, cif, rfc, cuit, importe, precio unitario,
    forma de pago, vencimiento, iban, número de cuenta, total a pagar, retención, irpf, condiciones de pago,
    fecha de factura, clabe, uso cfdi, rut, nit, facturar a
  `),
  'rental-order': phrases(`
    cantidad, cant, uds, unidades, periodo de alquiler, período de renta, periodo de renta,
    fecha de devolución, fecha de entrega, fecha de salida, precio día, precio por día, referencia,
    nº de serie, número de serie, valor de reposición, arrendatario, arrendador, días de renta,
    días de alquiler, descuento, no de serie, fecha de recogida, devolución
  `),
  'production-report': phrases(`
    secuencias rodadas, escenas filmadas, escenas rodadas, rodado, horas extras, horas extra, fin real, tomas,
    planos rodados, pendiente, minutaje rodado, total rodado, hora real, pendientes, acumulado, tiempo útil,
    páginas rodadas, escenas pendientes, total a la fecha
  `),
  'movement-order': phrases(`
    ruta, salida autopista, vehículo, matrícula, placas, conductor vehículo, pasajeros, tiempo de trayecto,
    km, trayecto, vuelo, nº vuelo, salida desde, destino
  `),
  'day-out-of-days': phrases('total días, días totales, días de trabajo, número de días, total de días'),
  contract: phrases(`
    en adelante, las partes, cláusula, clausulas, cláusulas, el abajo firmante, remuneración, firmado,
    comparecen, de una parte, cedente, cesionario, reunidos, honorarios
  `),
  script: phrases(`
    plano no, tipo de plano, movimiento de cámara, plano general, primer plano medio, diálogo, corte a,
    encuadre
  `),
  'risk-assessment': phrases(`
    probabilidad, severidad, medidas preventivas, nivel de riesgo, riesgo identificado, peligro
  `),
}
