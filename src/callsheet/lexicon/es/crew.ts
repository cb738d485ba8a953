import { type Lexicon, phrases } from '../lexicon.ts'

export const departments: Lexicon['departments'] = {
  production: phrases(`
    producción, equipo de producción, depto producción, departamento de producción, equipo producción, prod
  `),
  direction: phrases(`
    dirección, equipo de dirección, departamento de dirección, realización, ayudantes de dirección,
    equipo dirección, depto dirección, ads
  `),
  camera: phrases(`
    cámara, fotografía, equipo de cámara, departamento de cámara, equipo cámara, departamento de fotografía,
    cámaras, foto, imagen, cámara y fotografía, fotografía y cámara
  `),
  electric: phrases(`
    eléctricos, iluminación, electricidad, equipo de iluminación, luces, luminotecnia, eléctrico,
    equipo eléctrico, departamento eléctrico, staff eléctrico, eléctrica, luz
  `),
  grip: phrases(`
    maquinistas, grip, maquinaria, maquinista, tramoya, grips, tramoyistas, equipo de maquinaria, equipo grip,
    maquinarios
  `),
  gripElectric: phrases(`
    staff, eléctricos y maquinistas, grip y eléctricos, grip eléctrico, eléctricos maquinistas,
    iluminación y grip, gaffer y grip, luces y grip, eléctricos grip, eléctricos y grip, staff y eléctricos
  `),
  sound: phrases('sonido, equipo de sonido, audio, departamento de sonido, equipo sonido'),
  art: phrases(`
    arte, departamento de arte, equipo de arte, decoración, ambientación, dirección de arte, escenografía,
    equipo arte, decorados, depto arte, set decoration, set dressing, ambientación y decoración
  `),
  props: phrases('atrezzo, utilería, atrezo, props, atrecistas, utileros, regiduría'),
  construction: phrases(`
    construcción, constructores, realización de decorados, construcción de decorados, carpintería
  `),
  wardrobe: phrases(`
    vestuario, equipo de vestuario, sastrería, departamento de vestuario, equipo vestuario, depto vestuario
  `),
  makeup: phrases(`
    maquillaje, peluquería, maquillaje y peluquería, maquillaje y peinado, caracterización, peinado,
    maquillaje peluquería, maquillaje y peinados, equipo de maquillaje, peluquería y maquillaje,
    maquillaje y pelo, maquillaje y fx, peinados, maquillaje peinado, equipo de maquillaje y peluquería,
    departamento de maquillaje
  `),
  transport: phrases(`
    transporte, transportes, conductores, choferes, vehículos, chóferes, equipo de transporte, transportación,
    conductor, logística
  `),
  catering: phrases('catering, alimentación, comida y catering, craft, alimentos, caterer, cafetería'),
  locations: phrases(`
    localizaciones, locaciones, departamento de localizaciones, equipo de localizaciones, locación,
    depto locaciones, departamento de locaciones
  `),
  stunts: phrases('especialistas, stunts, dobles de acción, acción, stunt, coordinación de acción'),
  sfx: phrases('efectos especiales, efectos, sfx, fx, armería, armero, efectos especiales sfx, armas'),
  vfx: phrases('vfx, efectos visuales, efectos digitales'),
  video: phrases(`
    dit, video, vídeo, video assist, data, data manager, combo, videoassist, vídeo assist, vtr, qtake
  `),
  script: phrases('script, continuidad, continuista'),
  medic: phrases(`
    médico, servicio médico, ats, ambulancia, sanitario, paramédico, paramédicos, servicios médicos,
    enfermería, enfermero, salud y seguridad
  `),
  security: phrases(`
    vigilancia, seguridad en locación, vigilantes, guardias, guardas, vigilancia y seguridad,
    elementos de seguridad
  `),
  stills: phrases('foto fija, fotofija, making of, still, prensa, stills'),
  accounting: phrases('administración, contabilidad, administración y contabilidad'),
  background: phrases('figuración, extras, figurantes, equipo de figuración, casting de extras'),
  cast: phrases('actores, elenco, reparto, talento, talentos'),
  editorial: phrases('montaje y postproducción, postproducción, edición, montaje'),
  animals: phrases('animales, adiestradores, animalero'),
  technical: phrases('equipo técnico, técnicos'),
}

export const roles: Lexicon['roles'] = {
  director: phrases('director, directora, realizador, realizadora'),
  producer: phrases('productor, productora'),
  lineProducer: phrases(`
    productor ejecutivo, productora ejecutiva, productor en línea, productora en línea, productor de línea,
    line producer, productora de línea
  `),
  productionManager: phrases(`
    director de producción, directora de producción, jefe de producción, jefa de producción,
    gerente de producción, upm
  `),
  unitManager: phrases(`
    gerente de unidad, jefe de unidad, regidor, unit manager, jefe de set, coordinador de set
  `),
  locationManager: phrases(`
    jefe de localizaciones, jefa de localizaciones, gerente de locaciones, localizador, location manager,
    jefe de locaciones, jefa de locaciones, localizadora
  `),
  productionAssistant: phrases(`
    auxiliar de producción, asistente de producción, ayudante de producción, runner, pa,
    meritorio de producción, meritoria de producción
  `),
  firstAd: phrases(`
    1er ayudante de dirección, ayudante de dirección, primer ayudante de dirección,
    1er asistente de dirección, primer asistente de dirección, asistente de dirección, 1er ad,
    1a ayudante de dirección, 1ra asistente de dirección, 1 ad, 1er ayte dirección, 1er ayte de dirección,
    primera ayudante de dirección, primera asistente de dirección, 1er asist de dirección, 1st ad
  `),
  secondAd: phrases(`
    2o ayudante de dirección, segundo ayudante de dirección, 2do asistente de dirección,
    segundo asistente de dirección, 2da asistente de dirección, 2do ad, 2º ayudante de dirección,
    2a ayudante de dirección, 2nd ad
  `),
  thirdAd: phrases(`
    auxiliar de dirección, 3er asistente de dirección, tercer asistente de dirección,
    3er ayudante de dirección
  `),
  dop: phrases(`
    director de fotografía, directora de fotografía, dop, dir fotografía, dof, cinefotógrafo, cinefotógrafa,
    director de foto, dp, cinematógrafo, df
  `),
  cameraOperator: phrases(`
    operador de cámara, operadora de cámara, segundo operador, 2o operador, operador, camarógrafo,
    camarógrafa, operador cámara a
  `),
  steadicam: phrases('steadicam, operador de steadicam, operador steadicam, steadycam'),
  focusPuller: phrases(`
    foquista, ayudante de cámara, 1er ayudante de cámara, 1er asistente de cámara, primer asistente de cámara,
    1er ac, primer ayudante de cámara, 1ra asistente de cámara, 1a ayudante de cámara, 1 ac,
    foquista cámara a, primera asistente de cámara, 1st ac, focus puller, 1er asist de cámara
  `),
  loader: phrases(`
    auxiliar de cámara, 2o ayudante de cámara, segundo ayudante de cámara, 2do asistente de cámara,
    segundo asistente de cámara, claquetista, 2do ac, segunda asistente de cámara, 2da asistente de cámara,
    2nd ac
  `),
  dit: phrases('dit, data manager, data wrangler'),
  videoOperator: phrases(`
    video assist, operador de video, técnico de vídeo, operador de vídeo, vtr, videoassist
  `),
  gaffer: phrases(`
    gaffer, jefe de eléctricos, jefe de iluminación, jefa de eléctricos, jefe eléctrico, jefa de iluminación,
    jefe de luces, luminotécnico
  `),
  electrician: phrases('eléctrico, eléctrica, electricista, best boy, técnico de luces, best boy eléctrico'),
  keyGrip: phrases(`
    key grip, jefe de maquinistas, jefe maquinista, jefe de maquinaria, jefa de maquinistas, jefe grip
  `),
  grip: phrases('grip, maquinista, tramoyista, maquinista grip'),
  soundMixer: phrases(`
    jefe de sonido, sonidista, jefa de sonido, técnico de sonido, sonido directo, director de sonido,
    directora de sonido, jefe sonido, mezclador de sonido, operador de sonido, ingeniero de sonido
  `),
  boomOperator: phrases(`
    microfonista, perchista, boom, ayudante de sonido, operador de boom, pertiguista, asistente de sonido,
    boom operator
  `),
  productionDesigner: phrases(`
    director de arte, directora de arte, diseñador de producción, diseñadora de producción
  `),
  propsMaster: phrases(`
    atrecista, utilero, utilera, props master, prop master, atrezzista, jefe de utilería
  `),
  costumeDesigner: phrases(`
    figurinista, diseñador de vestuario, diseñadora de vestuario, jefe de vestuario, jefa de vestuario,
    vestuarista
  `),
  wardrobe: phrases('sastra, sastre, asistente de vestuario, ayudante de vestuario, auxiliar de vestuario'),
  makeupArtist: phrases('maquillador, maquilladora, jefe de maquillaje, jefa de maquillaje, maquillista'),
  hairdresser: phrases(`
    peluquero, peluquera, jefe de peluquería, jefa de peluquería, peinador, peinadora, estilista
  `),
  scriptSupervisor: phrases(`
    script, continuista, supervisora de continuidad, supervisor de continuidad, secretaria de rodaje,
    continuidad
  `),
  driver: phrases('conductor, conductora, chofer, chófer'),
  medic: phrases('médico, paramédico, ats, enfermero, enfermera, sanitario'),
  stillsPhotographer: phrases('foto fija, fotógrafo fijo, fotofija, fotógrafo de foto fija'),
}
