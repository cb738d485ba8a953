import type { SunPlace } from '../sun.ts'
import type { Language } from '../types.ts'

/** What tells a country on a sheet, for its telephone numbers, its addresses and the order of its dates. */
export interface Country {
  /** ISO 3166. */
  code: string
  /** Those of the reader's languages in which sheets are written there. */
  languages: readonly Language[]
  /** International prefixes that are written out: `+48`, `0048`. */
  calling: string
  /** A postal code in the form and surroundings that only this country prints. */
  postcode: RegExp
  /** How much the postal code alone says, 0 to 1: five figures and a name are printed in many countries. */
  postcodeWeight: number
  /**
   * Where the sun of a sheet from there is looked up: the middle of the country, or its capital where most of its people
   * live near it, of the United States the centre of population (Census Bureau, 2020), else by GeoNames; with the clocks of
   * that place (IANA time zones) and how far a printed time may be from the sun there, minutes. Countries with several
   * zones keep much the same time by the sun in each, so one stands for all, with a wide tolerance.
   */
  sun: SunPlace
  /** Folded names of the country and of places that are printed without their country. */
  places: readonly string[]
}

const names = (text: string): readonly string[] => text.split(',').map((name) => name.trim())

/** The countries whose sheets the reader knows best; telephone numbers of all others are still read by their prefix. */
export const countries: readonly Country[] = [
  {
    code: 'PL',
    languages: ['pl'],
    sun: { latitude: 52.1, longitude: 19.4, timeZone: 'Europe/Warsaw', toleranceMinutes: 60 },
    calling: '48',
    postcode: /\b\d{2}-\d{3}\s+\p{Lu}/u,
    postcodeWeight: 1,
    places:
      names(`polska, poland, warszawa, krakow, lodz, wroclaw, poznan, gdansk, gdynia, sopot, szczecin, katowice, lublin,
      bialystok, torun, bydgoszcz, rzeszow, kielce, olsztyn, zakopane, opole, gliwice, radom, piaseczno, pruszkow`),
  },
  {
    code: 'DE',
    languages: ['de'],
    sun: { latitude: 51.2, longitude: 10.4, timeZone: 'Europe/Berlin', toleranceMinutes: 60 },
    calling: '49',
    postcode: /\bD-\d{5}\b/u,
    postcodeWeight: 1,
    places:
      names(`deutschland, germany, berlin, hamburg, munchen, koln, frankfurt, stuttgart, dusseldorf, leipzig, dresden, hannover,
      nurnberg, bremen, dortmund, potsdam, babelsberg, weimar, erfurt, mainz, wiesbaden, bonn, augsburg, gorlitz,
      freiburg, kiel, lubeck, rostock, bochum, wuppertal, karlsruhe, mannheim, heidelberg, ludwigsburg`),
  },
  {
    code: 'AT',
    languages: ['de'],
    sun: { latitude: 47.6, longitude: 14.1, timeZone: 'Europe/Vienna', toleranceMinutes: 50 },
    calling: '43',
    postcode:
      /\bA-\d{4}\b|\b\d{4}\s+(?:Wien|Graz|Linz|Salzburg|Innsbruck|Klagenfurt|Villach|Wels|Dornbirn|Bregenz|Krems|Baden)\b/u,
    postcodeWeight: 1,
    places: names('osterreich, austria, wien, vienna, graz, linz, salzburg, innsbruck, klagenfurt, bregenz'),
  },
  {
    code: 'CH',
    languages: ['de', 'fr'],
    sun: { latitude: 46.8, longitude: 8.2, timeZone: 'Europe/Zurich', toleranceMinutes: 40 },
    calling: '41',
    postcode:
      /\bCH-\d{4}\b|\b\d{4}\s+(?:Zürich|Bern|Basel|Genève|Lausanne|Luzern|Winterthur|St\. ?Gallen|Lugano|Fribourg|Neuchâtel|Biel|Zug|Chur|Sion)(?!\p{L})/u,
    postcodeWeight: 1,
    places: names(
      'schweiz, suisse, switzerland, zurich, bern, basel, geneve, lausanne, luzern, winterthur, lugano',
    ),
  },
  {
    code: 'FR',
    languages: ['fr'],
    sun: { latitude: 46.6, longitude: 2.4, timeZone: 'Europe/Paris', toleranceMinutes: 75 },
    calling: '33',
    postcode:
      /\b(?:0[1-9]|[1-8]\d|9[0-5]|97)\d{3}\s+(?:Paris|Lyon|Marseille|Bordeaux|Lille|Toulouse|Nice|Nantes|Strasbourg|Montpellier|Rennes|Saint|St|Le |La |Les |L'|Aubervilliers|Montreuil|Boulogne|Bry|Ivry|Pantin|Clichy|Arles|Versailles|Épinay|Villeurbanne)/u,
    postcodeWeight: 0.9,
    places:
      names(`france, paris, lyon, marseille, bordeaux, lille, toulouse, nantes, strasbourg, montpellier, rennes, montreuil,
      aubervilliers, saint-denis, ivry-sur-seine, bry-sur-marne, boulogne-billancourt, pantin, arles, cannes, versailles, grenoble`),
  },
  {
    code: 'BE',
    languages: ['fr'],
    sun: { latitude: 50.6, longitude: 4.7, timeZone: 'Europe/Brussels', toleranceMinutes: 40 },
    calling: '32',
    postcode:
      /\bB-\d{4}\b|\b\d{4}\s+(?:Bruxelles|Brussel|Antwerpen|Anvers|Gent|Gand|Liège|Charleroi|Namur|Mons|Leuven|Brugge|Ixelles|Schaerbeek|Uccle|Anderlecht|Etterbeek|Forest|Molenbeek)/u,
    postcodeWeight: 1,
    places: names(
      'belgique, belgie, belgium, bruxelles, brussel, antwerpen, anvers, gent, liege, charleroi, namur, ixelles',
    ),
  },
  {
    code: 'ES',
    languages: ['es'],
    sun: { latitude: 40.4, longitude: -3.7, timeZone: 'Europe/Madrid', toleranceMinutes: 90 },
    calling: '34',
    postcode:
      /\b(?:0[1-9]|[1-4]\d|5[0-2])\d{3}\s*,?\s+(?:Madrid|Barcelona|Valencia|Sevilla|Bilbao|Málaga|Zaragoza|Alicante|Murcia|Palma|Las Palmas|Santa Cruz|San Sebastián|Donostia|Granada|Toledo|Pozuelo|Alcobendas|Getafe|Leganés|Almería|Córdoba|Vigo|A Coruña|Segovia|Ávila|Salamanca|Pamplona|Santander|Oviedo|Gijón|Cádiz)/u,
    postcodeWeight: 1,
    places:
      names(`espana, spain, madrid, barcelona, valencia, sevilla, bilbao, malaga, zaragoza, alicante, mallorca, tenerife,
      las palmas, san sebastian, donostia, almeria, granada, toledo, pozuelo de alarcon, alcobendas, getafe, aranjuez, ciudad de la luz`),
  },
  {
    code: 'MX',
    languages: ['es'],
    sun: { latitude: 19.43, longitude: -99.13, timeZone: 'America/Mexico_City', toleranceMinutes: 90 },
    calling: '52',
    postcode: /\bC\.?\s?P\.?:?\s?\d{5}\b/u,
    postcodeWeight: 0.9,
    places:
      names(`mexico, cdmx, ciudad de mexico, guadalajara, monterrey, puebla, queretaro, coyoacan, cuauhtemoc, tijuana, cancun,
      edomex, estado de mexico, cuernavaca, oaxaca, tlalpan, naucalpan, churubusco, polanco, alvaro obregon`),
  },
  {
    code: 'AR',
    languages: ['es'],
    sun: {
      latitude: -34.6,
      longitude: -58.38,
      timeZone: 'America/Argentina/Buenos_Aires',
      toleranceMinutes: 90,
    },
    calling: '54',
    postcode: /\b[A-HJ-NP-Z]\d{4}[A-Z]{3}\b/u,
    postcodeWeight: 1,
    places: names(
      'argentina, caba, buenos aires, capital federal, rosario, mendoza, san isidro, vicente lopez, palermo hollywood',
    ),
  },
  {
    code: 'CO',
    languages: ['es'],
    sun: { latitude: 4.61, longitude: -74.08, timeZone: 'America/Bogota', toleranceMinutes: 40 },
    calling: '57',
    postcode:
      /\b(?:Calle|Cll?|Carrera|Cra|Kra|Transversal|Diagonal|Dg|Tv)\.?\s?\d{1,3}\s?[A-Z]?\s?(?:bis)?\s?#\s?\d/u,
    postcodeWeight: 1,
    places: names('colombia, bogota, medellin, cartagena, barranquilla, chapinero, usaquen'),
  },
  {
    code: 'CL',
    languages: ['es'],
    sun: { latitude: -33.45, longitude: -70.66, timeZone: 'America/Santiago', toleranceMinutes: 75 },
    calling: '56',
    postcode: /\bRM Santiago\b/u,
    postcodeWeight: 1,
    places: names('chile, santiago de chile, valparaiso, providencia, nunoa, las condes'),
  },
  {
    code: 'GB',
    languages: ['en'],
    sun: { latitude: 53.5, longitude: -2, timeZone: 'Europe/London', toleranceMinutes: 75 },
    calling: '44',
    postcode: /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/u,
    postcodeWeight: 1,
    places:
      names(`united kingdom, england, scotland, wales, northern ireland, london, manchester, bristol, glasgow, edinburgh, cardiff, belfast,
      leeds, liverpool, leavesden, pinewood, shepperton, elstree, ealing, twickenham, slough, watford`),
  },
  {
    code: 'US',
    languages: ['en', 'es'],
    sun: { latitude: 37.4, longitude: -92.3, timeZone: 'America/Chicago', toleranceMinutes: 100 },
    calling: '1',
    postcode:
      /\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]),? \d{5}(?:-\d{4})?\b/u,
    postcodeWeight: 1,
    places:
      names(`usa, united states, los angeles, new york, brooklyn, burbank, hollywood, culver city, santa monica, atlanta, new orleans, chicago,
      albuquerque, austin, miami, long beach, san francisco, pasadena, santa clarita, wilmington, sherman oaks`),
  },
  {
    code: 'CA',
    languages: ['en', 'fr'],
    sun: { latitude: 45.4, longitude: -75.7, timeZone: 'America/Toronto', toleranceMinutes: 100 },
    calling: '1',
    postcode: /\b[A-CEGHJ-NPR-TVXY]\d[A-CEGHJ-NPR-TV-Z] ?\d[A-CEGHJ-NPR-TV-Z]\d\b/u,
    postcodeWeight: 1,
    places: names(
      'canada, toronto, vancouver, montreal, ottawa, calgary, burnaby, north vancouver, ontario, quebec, british columbia',
    ),
  },
  {
    code: 'IE',
    languages: ['en'],
    sun: { latitude: 53.3, longitude: -7.7, timeZone: 'Europe/Dublin', toleranceMinutes: 50 },
    calling: '353',
    postcode: /\b[AC-FHKNPRTV-Y]\d[\dW] ?[AC-FHKNPRTV-Y\d]{4}\b/u,
    postcodeWeight: 0.6,
    places: names('ireland, dublin, galway, limerick, wicklow, ardmore'),
  },
]
