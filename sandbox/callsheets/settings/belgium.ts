import { france } from './france.ts'
import { named, type Setting, spot } from './setting.ts'

/** A Belgian coproduction shot in French round Brussels and Liège: Dutch street names, English trade words. */
export const belgium: Setting = {
  ...france,
  locale: 'fr-BE',
  timeZone: 'Europe/Brussels',
  dateStyles: ['long-weekday', 'slashes', 'capitals', 'weekday-numeric', 'slashes-short'],
  timeStyles: ['heures', 'colon', 'heures', 'heures-short'],
  productions: [
    'Le Terril',
    'Mer du Nord',
    "L'Affaire Vandenbroucke",
    'Les Écluses',
    'Un dimanche à Ostende',
    'La Fille du batelier',
    'Drève Saint-Anne',
  ],
  companies: ['Kiosque Films SRL', 'Atelier du Canal', 'De Wilde Kat BV', 'Grès & Brique Productions'],
  name: named(
    [
      'Olivier',
      'Sofie',
      'Benoît',
      'Amandine',
      'Joris',
      'Delphine',
      'Wouter',
      'Fatima',
      'Geoffroy',
      'Lieselot',
      'Mehdi',
      'Bérengère',
      'Koen',
      'Ludivine',
      'Arnaud',
      'Saskia',
      'Thibault',
      'Maïté',
      'Bram',
      'Nathalie',
    ],
    [
      'Vandamme',
      'Lejeune',
      'De Smedt',
      'Lambrechts',
      'Henrard',
      'El Amrani',
      'Dewulf',
      'Collignon',
      'Van den Bossche',
      'Lempereur',
      'Claes',
      'Demoulin',
      "T'Kint",
      'Gilissen',
      'Pirotte',
      'Mertens',
      'Hermans-Leroy',
      'Noël',
      'Stassart',
      'Wauters',
    ],
  ),
  phones: [
    { print: (line) => `0470 00 0${digits(line)}`, e164: (line) => `+32470000${line}` },
    { print: (line) => `+32 470 000 ${line}`, e164: (line) => `+32470000${line}` },
    { print: (line) => `0470/000.${line}`, e164: (line) => `+32470000${line}` },
  ],
  towns: [
    {
      spots: [
        spot('Maison Schaerbeek', 'Avenue Louis Bertrand 63, 1030 Schaerbeek', 50.8627, 4.3772, [
          ['Maison Anna - cuisine', false],
          ['Maison Anna - jardin', true],
        ]),
        spot('Ancienne brasserie', 'Rue Delaunoy 58b, 1080 Molenbeek-Saint-Jean', 50.8566, 4.3326, [
          ['Brasserie - caves', false],
          ['Quai du canal', true],
        ]),
        spot('Studio Lites', 'Medialaan 50, 1800 Vilvoorde', 50.9115, 4.4259, [
          ['Commissariat - bureau', false],
          ['Commissariat - cellule', false],
        ]),
        spot('Forêt de Soignes', 'Drève de Willerieken 20, 1160 Auderghem', 50.7987, 4.4382, [
          ['Sous-bois', true],
          ['Étang', true],
        ]),
      ],
      hospitals: [
        {
          name: 'Cliniques universitaires Saint-Luc',
          address: 'Avenue Hippocrate 10, 1200 Woluwe-Saint-Lambert',
          phone: '112',
        },
        { name: 'CHU Saint-Pierre', address: 'Rue Haute 322, 1000 Bruxelles', phone: '112' },
      ],
    },
    {
      spots: [
        spot('Charbonnage du Hasard', 'Rue du Chafnay 4, 4671 Saive', 50.6533, 5.6734, [
          ['Lampisterie', false],
          ['Carreau de mine', true],
        ]),
        spot('Café Le Pot au Lait', 'Rue Soeurs-de-Hasque 9, 4000 Liège', 50.6412, 5.5702, [
          ['Café', false],
          ['Ruelle', true],
        ]),
        spot('Péniche « Rodolphe »', 'Quai de Coronmeuse 31, 4040 Herstal', 50.6611, 5.6072, [
          ['Péniche - cabine', false],
          ['Péniche - pont', true],
        ]),
      ],
      hospitals: [
        { name: 'CHR de la Citadelle', address: 'Boulevard du 12e de Ligne 1, 4000 Liège', phone: '112' },
      ],
    },
  ],
  vendors: [
    { name: 'Eye Caméra', address: 'Rue de Stalle 96, 1180 Uccle', what: 'enlèvement caméra' },
    {
      name: 'Licht & Stroom',
      address: 'Industrielaan 14, 1702 Groot-Bijgaarden',
      what: 'enlèvement lumière',
    },
  ],
  meals: ['Petit déj', 'Dîner'],
  unitBase: (street) => `parking face à ${street}, accès par le portail gris`,
  parking: (street) => `interdiction de stationner réservée ${street} (camions) ; voitures rues avoisinantes`,
  cancelled: ['ANNULÉE', 'Cette journée de tournage est annulée. Nouvelle date à venir.'],
}

/** The last three digits as one after a naught, and a pair. */
function digits(line: number): string {
  const text = String(line)
  return `${text.slice(0, 1)} ${text.slice(1)}`
}
