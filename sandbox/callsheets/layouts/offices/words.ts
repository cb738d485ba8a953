import type { SheetContent, SheetLanguage } from '../../model.ts'
import { oneOf } from '../by-hand.ts'

type Options = readonly [string, ...string[]]

/** What these offices call things. Each has several words for a thing, and keeps to one of them. */
export type OfficeWords = Record<
  | 'sheet'
  | 'day'
  | 'date'
  | 'crewCall'
  | 'ready'
  | 'wrap'
  | 'sunrise'
  | 'sunset'
  | 'weather'
  | 'places'
  | 'place'
  | 'address'
  | 'base'
  | 'parking'
  | 'hospital'
  | 'vendor'
  | 'directions'
  | 'crew'
  | 'others'
  | 'role'
  | 'name'
  | 'call'
  | 'cast'
  | 'actor'
  | 'character'
  | 'pickUp'
  | 'makeUp'
  | 'costume'
  | 'onSet'
  | 'scene'
  | 'effect'
  | 'set'
  | 'pages'
  | 'castNumbers'
  | 'move'
  | 'equipment'
  | 'safety'
  | 'notes'
  | 'contacts'
  | 'advance'
  | 'emergency',
  Options
>

const english: OfficeWords = {
  sheet: ['CALL SHEET', 'DAILY CALL SHEET', 'CALLSHEET'],
  day: ['DAY', 'SHOOT DAY', 'Shooting day'],
  date: ['DATE', 'Shoot date', 'Date'],
  crewCall: ['GENERAL CREW CALL', 'UNIT CALL', 'CREW CALL'],
  ready: ['SHOOTING CALL', 'FIRST SHOT', 'TURNOVER'],
  wrap: ['EST. WRAP', 'CAMERA WRAP', 'WRAP (EST.)'],
  sunrise: ['SUNRISE', 'Sun up', 'Sunrise'],
  sunset: ['SUNSET', 'Sun down', 'Sunset'],
  weather: ['WEATHER', 'Forecast', 'Weather'],
  places: ['LOCATIONS', 'LOCATION DETAILS', 'WHERE WE SHOOT'],
  place: ['LOCATION', 'LOC', 'SET LOCATION'],
  address: ['ADDRESS', 'Address', 'FULL ADDRESS'],
  base: ['UNIT BASE', 'BASECAMP', 'BASE'],
  parking: ['CREW PARKING', 'PARKING', 'Parking'],
  hospital: ['NEAREST HOSPITAL', 'NEAREST A&E', 'HOSPITAL'],
  vendor: ['Equipment pick up', 'KIT COLLECTION', 'RENTAL PICK UP'],
  directions: [
    'Follow the yellow unit signs from the ring road',
    'No turning space for trucks, please use the rear gate',
    'Train: ten minutes on foot from the station',
  ],
  crew: ['CREW', 'CREW CALLS', 'DEPARTMENT CALLS'],
  others: ['INDIVIDUAL CALLS', 'Exceptions', 'OTHER CALLS'],
  role: ['POSITION', 'TITLE', 'ROLE'],
  name: ['NAME', 'CREW MEMBER', 'NAME'],
  call: ['CALL', 'IN', 'CALL TIME'],
  cast: ['CAST', 'TALENT', 'ARTISTES'],
  actor: ['CAST', 'ARTISTE', 'PLAYER'],
  character: ['CHARACTER', 'ROLE', 'CHARACTER'],
  pickUp: ['P/U', 'PICK UP', 'PU'],
  makeUp: ['M/U', 'MU/HAIR', 'HMU'],
  costume: ['WARD', 'COST', 'WARDROBE'],
  onSet: ['ON SET', 'SET', 'ON SET'],
  scene: ['SCENE', 'SC.', 'SC'],
  effect: ['I/E D/N', 'INT/EXT D/N', 'D/N'],
  set: ['SET & DESCRIPTION', 'SET / SYNOPSIS', 'SET AND DESCRIPTION'],
  pages: ['PGS', 'PAGES', 'PP'],
  castNumbers: ['CAST', 'CAST #', 'CAST NO.'],
  move: ['COMPANY MOVE TO', 'UNIT MOVE >', 'MOVE TO'],
  equipment: ['SPECIAL EQUIPMENT', 'ADDITIONAL EQUIPMENT', 'EQUIPMENT'],
  safety: ['SAFETY', 'HEALTH & SAFETY', 'RISK ASSESSMENT'],
  notes: ['NOTES', 'PLEASE NOTE', 'PRODUCTION NOTES'],
  contacts: ['KEY CONTACTS', 'CONTACTS', 'PRODUCTION CONTACTS'],
  advance: ['ADVANCE SCHEDULE', 'TOMORROW', 'ADVANCE'],
  emergency: ['Emergency 999', 'EMERGENCY: 911', 'Dial 112'],
}

const polish: OfficeWords = {
  sheet: ['PLAN DNIA', 'KARTA DNIA', 'PLAN PRACY'],
  day: ['DZIEŃ ZDJĘCIOWY', 'Dzień zdjęciowy nr', 'DZ'],
  date: ['DATA', 'Data', 'Dzień'],
  crewCall: ['ZBIÓRKA EKIPY', 'Zbiórka na planie', 'CALL EKIPA'],
  ready: ['GOTOWOŚĆ DO ZDJĘĆ', 'Pierwszy klaps', 'Początek zdjęć'],
  wrap: ['PLANOWANY KONIEC ZDJĘĆ', 'Koniec zdjęć', 'KONIEC (ok.)'],
  sunrise: ['WSCHÓD SŁOŃCA', 'Wschód', 'Wschód słońca'],
  sunset: ['ZACHÓD SŁOŃCA', 'Zachód', 'Zachód słońca'],
  weather: ['POGODA', 'Prognoza', 'Pogoda'],
  places: ['OBIEKTY', 'LOKACJE', 'MIEJSCA ZDJĘĆ'],
  place: ['OBIEKT', 'LOKACJA', 'PLAN ZDJĘCIOWY'],
  address: ['ADRES', 'Adres', 'ADRES OBIEKTU'],
  base: ['BAZA', 'BAZA PRODUKCJI', 'Baza ekipy'],
  parking: ['PARKING', 'Parkowanie', 'PARKING EKIPY'],
  hospital: ['NAJBLIŻSZY SZPITAL', 'Najbliższy SOR', 'SOR'],
  vendor: ['Odbiór sprzętu', 'ODBIÓR SPRZĘTU', 'Sprzęt - odbiór'],
  directions: [
    'Dojazd: prosimy kierować się strzałkami PLAN',
    'Wjazd od podwórza, brak możliwości zawracania ciężarówek',
    'Dojazd tramwajem, przystanek dwie minuty od planu',
  ],
  crew: ['EKIPA', 'GODZINY PIONÓW', 'WEZWANIA EKIPY'],
  others: ['Wezwania indywidualne', 'WYJĄTKI', 'Inne godziny'],
  role: ['FUNKCJA', 'STANOWISKO', 'Funkcja'],
  name: ['IMIĘ I NAZWISKO', 'NAZWISKO', 'Imię i nazwisko'],
  call: ['GODZ.', 'CALL', 'Wezwanie'],
  cast: ['OBSADA', 'AKTORZY', 'Obsada'],
  actor: ['AKTOR', 'AKTOR / AKTORKA', 'Wykonawca'],
  character: ['POSTAĆ', 'ROLA', 'Postać'],
  pickUp: ['ODBIÓR', 'WYJAZD', 'Odbiór'],
  makeUp: ['CHARAKT.', 'CHARAKTERYZACJA', 'Char.'],
  costume: ['KOSTIUM', 'KOST.', 'Kostium'],
  onSet: ['NA PLANIE', 'PLAN', 'Gotowość'],
  scene: ['SCENA', 'SC.', 'Nr sceny'],
  effect: ['WN/PL PORA', 'PORA', 'WN / PL'],
  set: ['OBIEKT / OPIS', 'DEKORACJA I TREŚĆ', 'OBIEKT I OPIS SCENY'],
  pages: ['STR.', 'STRONY', 'OBJ.'],
  castNumbers: ['OBSADA', 'POSTACIE', 'AKTORZY'],
  move: ['PRZEJAZD:', 'PRZENOSINY DO', 'ZMIANA OBIEKTU:'],
  equipment: ['SPRZĘT DODATKOWY', 'Sprzęt specjalny', 'SPRZĘT'],
  safety: ['BHP', 'BEZPIECZEŃSTWO', 'Bezpieczeństwo na planie'],
  notes: ['UWAGI', 'INFORMACJE', 'Uwagi produkcji'],
  contacts: ['KONTAKTY', 'WAŻNE TELEFONY', 'Telefony'],
  advance: ['ZAPOWIEDŹ', 'KOLEJNE DNI', 'Następne dni zdjęciowe'],
  emergency: ['Numer alarmowy 112', 'Pogotowie 999', 'ALARMOWY: 112'],
}

const german: OfficeWords = {
  sheet: ['TAGESDISPO', 'Tagesdisposition', 'DISPO'],
  day: ['DREHTAG', 'Drehtag Nr.', 'DT'],
  date: ['DATUM', 'Datum', 'Drehdatum'],
  crewCall: ['ARBEITSBEGINN TEAM', 'Arbeitsbeginn', 'TEAM CALL'],
  ready: ['DREHBEGINN', 'Drehfertig', 'Erste Klappe'],
  wrap: ['VORAUSS. DREHSCHLUSS', 'Drehschluss', 'Drehende ca.'],
  sunrise: ['SONNENAUFGANG', 'SA', 'Sonnenaufgang'],
  sunset: ['SONNENUNTERGANG', 'SU', 'Sonnenuntergang'],
  weather: ['WETTER', 'Wettervorhersage', 'Wetter'],
  places: ['DREHORTE', 'MOTIVE', 'Adressen'],
  place: ['MOTIV', 'Drehort', 'MOTIV'],
  address: ['ADRESSE', 'Anschrift', 'Adresse'],
  base: ['BASIS', 'Aufenthalt', 'Basis / Catering'],
  parking: ['PARKEN', 'Parkplatz', 'Parken Team'],
  hospital: ['KRANKENHAUS', 'Nächste Notaufnahme', 'Nächstes Krankenhaus'],
  vendor: ['Technikabholung', 'ABHOLUNG TECHNIK', 'Equipment-Abholung'],
  directions: [
    'Bitte der Ausschilderung DREH ab Hauptstraße folgen',
    'Anfahrt mit öffentlichen Verkehrsmitteln empfohlen, keine Wendemöglichkeit',
    'Zufahrt nur über den Hof, bitte leise',
  ],
  crew: ['TEAM', 'STAB', 'ARBEITSZEITEN'],
  others: ['ABWEICHENDE ZEITEN', 'Abweichend', 'Ausnahmen'],
  role: ['FUNKTION', 'Position', 'Funktion'],
  name: ['NAME', 'Name', 'Vor- und Nachname'],
  call: ['AB', 'Beginn', 'CALL'],
  cast: ['DARSTELLER', 'Besetzung', 'CAST'],
  actor: ['DARSTELLER/IN', 'Schauspieler', 'Darsteller'],
  character: ['ROLLE', 'Rolle', 'Figur'],
  pickUp: ['ABHOLUNG', 'PU', 'Abh.'],
  makeUp: ['MASKE', 'MB', 'Maske'],
  costume: ['KOSTÜM', 'Kost.', 'Kostüm'],
  onSet: ['DREHFERTIG', 'Set', 'am Set'],
  scene: ['BILD', 'Szene', 'Bild'],
  effect: ['I/A T/N', 'Stimmung', 'I/A - T/N'],
  set: ['MOTIV / INHALT', 'Dekoration / Inhalt', 'Motiv und Inhalt'],
  pages: ['LÄNGE', 'Seiten', 'S.'],
  castNumbers: ['ROLLEN', 'Darsteller', 'Rollen'],
  move: ['UMZUG ZU', 'Motivwechsel:', 'UMZUG >'],
  equipment: ['SONDERTECHNIK', 'Zusatztechnik', 'Technik'],
  safety: ['ARBEITSSICHERHEIT', 'Sicherheit', 'Sicherheitshinweise'],
  notes: ['HINWEISE', 'Bemerkungen', 'Bitte beachten'],
  contacts: ['KONTAKTE', 'Ansprechpartner', 'Wichtige Nummern'],
  advance: ['VORSCHAU', 'Nächste Drehtage', 'Vorschau'],
  emergency: ['Notruf 112', 'NOTRUF: 112', 'Rettung 112'],
}

const french: OfficeWords = {
  sheet: ['FEUILLE DE SERVICE', 'Feuille de service', 'FEUILLE DE SERVICE'],
  day: ['JOUR', 'Jour de tournage', 'J'],
  date: ['DATE', 'Date', 'Le'],
  crewCall: ['CONVOCATION ÉQUIPE', 'Convocation générale', 'RDV ÉQUIPE'],
  ready: ['PAT', 'Prêt à tourner', 'PRÊTS À TOURNER'],
  wrap: ['FIN DE JOURNÉE', 'Fin prévue', 'FIN DE TOURNAGE'],
  sunrise: ['LEVER DU SOLEIL', 'Lever', 'Lever soleil'],
  sunset: ['COUCHER DU SOLEIL', 'Coucher', 'Coucher soleil'],
  weather: ['MÉTÉO', 'Météo', 'Prévisions météo'],
  places: ['LIEUX DE TOURNAGE', 'LIEUX', 'Adresses'],
  place: ['DÉCOR', 'Lieu de tournage', 'LIEU'],
  address: ['ADRESSE', 'Adresse', 'ADRESSE'],
  base: ['BASE', 'Base / loges', 'BASE TECHNIQUE'],
  parking: ['STATIONNEMENT', 'Parking', 'PARKING ÉQUIPE'],
  hospital: ['HÔPITAL LE PLUS PROCHE', 'Urgences', 'HÔPITAL'],
  vendor: ['Enlèvement matériel', 'ENLÈVEMENT', 'Matériel à prendre'],
  directions: [
    'Accès : suivre le fléchage TOURNAGE depuis la gare',
    'Aucune manœuvre possible pour les camions dans la rue',
    'Métro à deux minutes à pied',
  ],
  crew: ['ÉQUIPE', 'CONVOCATIONS', 'HORAIRES ÉQUIPE'],
  others: ['CONVOCATIONS PARTICULIÈRES', 'Exceptions', 'Sauf'],
  role: ['POSTE', 'FONCTION', 'Poste'],
  name: ['NOM', 'Prénom NOM', 'NOM'],
  call: ['CONVOC.', 'Heure', 'HORAIRE'],
  cast: ['COMÉDIENS', 'RÔLES', 'Distribution'],
  actor: ['COMÉDIEN', 'INTERPRÈTE', 'Comédien.ne'],
  character: ['RÔLE', 'PERSONNAGE', 'Rôle'],
  pickUp: ['PRISE', 'DÉPART', 'Pick-up'],
  makeUp: ['MAQ.', 'HMC', 'Maquillage'],
  costume: ['COSTUME', 'HAB.', 'Costume'],
  onSet: ['PLATEAU', 'PAT', 'Sur le plateau'],
  scene: ['SÉQ.', 'SÉQUENCE', 'Séq.'],
  effect: ['EFFET', 'I/E - J/N', 'Effet'],
  set: ['DÉCOR / RÉSUMÉ', 'Décor et action', 'DÉCOR / ACTION'],
  pages: ['PAGES', 'Pages', 'PGS'],
  castNumbers: ['RÔLES', 'Rôles', 'COMÉDIENS'],
  move: ['DÉPLACEMENT VERS', 'Changement de décor :', 'DÉMÉNAGEMENT >'],
  equipment: ['MATÉRIEL SUPPLÉMENTAIRE', 'Matériel', 'BESOINS PARTICULIERS'],
  safety: ['SÉCURITÉ', 'Sécurité', 'CONSIGNES DE SÉCURITÉ'],
  notes: ['NOTES', 'Remarques', 'À NOTER'],
  contacts: ['CONTACTS', 'Contacts utiles', 'TÉLÉPHONES'],
  advance: ['PRÉVISIONS', 'Jours suivants', 'DEMAIN'],
  emergency: ['SAMU 15', 'Urgences : 112', 'Pompiers 18'],
}

const spanish: OfficeWords = {
  sheet: ['ORDEN DE RODAJE', 'Orden de trabajo', 'HOJA DE LLAMADO'],
  day: ['DÍA DE RODAJE', 'JORNADA', 'Día'],
  date: ['FECHA', 'Fecha', 'FECHA'],
  crewCall: ['CITACIÓN GENERAL', 'Llamado general', 'CITACIÓN EQUIPO'],
  ready: ['LISTOS PARA RODAR', 'Inicio de rodaje', 'PRIMER PLANO'],
  wrap: ['FIN DE RODAJE', 'Fin previsto', 'CORTE ESTIMADO'],
  sunrise: ['AMANECER', 'Salida del sol', 'Orto'],
  sunset: ['ANOCHECER', 'Puesta del sol', 'Ocaso'],
  weather: ['METEOROLOGÍA', 'Tiempo', 'CLIMA'],
  places: ['LOCALIZACIONES', 'LOCACIONES', 'Direcciones'],
  place: ['LOCALIZACIÓN', 'LOCACIÓN', 'Localización'],
  address: ['DIRECCIÓN', 'Dirección', 'DIRECCIÓN'],
  base: ['BASE', 'CAMPO BASE', 'Base de producción'],
  parking: ['APARCAMIENTO', 'PARKING', 'Estacionamiento'],
  hospital: ['HOSPITAL MÁS CERCANO', 'Hospital', 'URGENCIAS'],
  vendor: ['Recogida de material', 'RECOGIDA MATERIAL', 'Retiro de equipo'],
  directions: [
    'Acceso por la calle lateral, seguir los carteles de RODAJE',
    'Metro a cinco minutos a pie, no hay sitio para camiones',
    'Se ruega silencio a la llegada, hay vecinos',
  ],
  crew: ['EQUIPO', 'CITACIONES', 'LLAMADOS POR ÁREA'],
  others: ['EXCEPCIONES', 'Citaciones especiales', 'Otros horarios'],
  role: ['CARGO', 'PUESTO', 'Cargo'],
  name: ['NOMBRE', 'NOMBRE Y APELLIDO', 'Nombre'],
  call: ['CITACIÓN', 'LLAMADO', 'Hora'],
  cast: ['REPARTO', 'ELENCO', 'ACTORES'],
  actor: ['ACTOR/ACTRIZ', 'INTÉRPRETE', 'Actor'],
  character: ['PERSONAJE', 'Personaje', 'PERSONAJE'],
  pickUp: ['RECOGIDA', 'PICK UP', 'Recog.'],
  makeUp: ['MAQUILLAJE', 'MAQ.', 'Maq/Pelu'],
  costume: ['VESTUARIO', 'VEST.', 'Vestuario'],
  onSet: ['EN SET', 'SET', 'Listo'],
  scene: ['SEC.', 'ESCENA', 'Sec.'],
  effect: ['EFECTO', 'INT/EXT - D/N', 'Efecto'],
  set: ['DECORADO / ACCIÓN', 'SET / DESCRIPCIÓN', 'Decorado y acción'],
  pages: ['PÁGS.', 'OCTAVOS', 'Págs'],
  castNumbers: ['PERSONAJES', 'ELENCO', 'Personajes'],
  move: ['TRASLADO A', 'CAMBIO DE LOCALIZACIÓN:', 'MOVIMIENTO A'],
  equipment: ['MATERIAL ESPECIAL', 'Equipo adicional', 'NECESIDADES TÉCNICAS'],
  safety: ['SEGURIDAD', 'Prevención de riesgos', 'SEGURIDAD'],
  notes: ['NOTAS', 'Observaciones', 'NOTAS DE PRODUCCIÓN'],
  contacts: ['CONTACTOS', 'TELÉFONOS', 'Teléfonos de interés'],
  advance: ['AVANCE', 'Próximas jornadas', 'PREVISIÓN'],
  emergency: ['EMERGENCIAS 112', 'Emergencias: 112', 'Emergencias 911'],
}

const languages: Record<SheetLanguage, OfficeWords> = {
  pl: polish,
  en: english,
  de: german,
  fr: french,
  es: spanish,
}

/** The words of the sheet's language; `say` chooses as its office does. */
export function officeWords(content: SheetContent): (key: keyof OfficeWords) => string {
  const words = languages[content.language]
  return (key) => oneOf(content, words[key])
}
