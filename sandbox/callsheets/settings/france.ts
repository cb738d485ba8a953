import { named, type Setting, spot } from './setting.ts'

/** A French feature or series shot in Paris, Lyon or Marseille. Telephones are of the blocks kept for fiction. */
export const france: Setting = {
  language: 'fr',
  locale: 'fr-FR',
  timeZone: 'Europe/Paris',
  dateStyles: [
    'long-weekday',
    'capitals',
    'long',
    'slashes',
    'slashes-short',
    'no-year-long',
    'weekday-numeric',
  ],
  timeStyles: ['heures', 'heures', 'heures-short', 'colon'],
  issuedStyle: 'slashes',
  productions: [
    "L'Été d'après",
    'La Chambre bleue',
    'Rue des Écouffes',
    'Le Dernier Métro du soir',
    "Un air d'hiver",
    'Les Veilleurs',
    'Belle de juin',
    'Contre-jour',
  ],
  companies: ['Les Films du Martinet', 'Grand Angle Productions', 'Hirondelle & Cie', 'La Petite Ourse SARL'],
  name: named(
    [
      'Camille',
      'Étienne',
      'Aurélie',
      'Jean-Marc',
      'Léa',
      'François',
      'Maëlle',
      'Karim',
      'Hélène',
      'Yannick',
      'Chloé',
      'Théo',
      'Anaïs',
      'Gaël',
      'Inès',
      'Loïc',
      'Margaux',
      'Benoît',
      'Noémie',
      'Sébastien',
      'Marie-Laure',
    ],
    [
      'Delacourt',
      'Besnard',
      'Le Goff',
      'Chevallier',
      'Rousseau',
      'Benhaddou',
      'Lemaître',
      'Garnier',
      'de Villepont',
      'Fournel',
      'Péron',
      'Marchand',
      'Guérin',
      "N'Diaye",
      'Tessier',
      'Vasseur',
      'Cordier',
      'Aubry',
      'Roche',
      'Lhermitte',
    ],
  ),
  phones: [
    { print: (line) => `06 39 98 1${digits(line)}`, e164: (line) => `+33639981${line}` },
    { print: (line) => `+33 6 39 98 1${digits(line)}`, e164: (line) => `+33639981${line}` },
    { print: (line) => `06.39.98.1${digits(line).replace(' ', '.')}`, e164: (line) => `+33639981${line}` },
  ],
  towns: [
    {
      spots: [
        spot('Studios d’Épinay, plateau B', '27 rue du Mont, 93800 Épinay-sur-Seine', 48.9541, 2.3115, [
          ['Appartement Anna - cuisine', false],
          ['Appartement Anna - chambre', false],
        ]),
        spot('Immeuble rue Lepic', '54 rue Lepic, 75018 Paris', 48.8872, 2.3354, [
          ['Cage d’escalier', false],
          ['Cour intérieure', true],
        ]),
        spot('Café de la Poste', '12 bis, place Gambetta, 75020 Paris', 48.8651, 2.3985, [
          ['Café', false],
          ['Terrasse du café', true],
        ]),
        spot('Bureaux La Défense', '8 cours Valmy, 92800 Puteaux', 48.8922, 2.2387, [
          ['Bureau du directeur', false],
          ['Parking souterrain', false],
        ]),
        spot('Berges de Seine', 'Quai de la Gare, 75013 Paris', 48.8361, 2.3738, [
          ['Quai', true],
          ['Péniche', true],
        ]),
      ],
      hospitals: [
        {
          name: 'Hôpital Lariboisière',
          address: '2 rue Ambroise-Paré, 75010 Paris',
          phone: '01 99 00 10 15',
        },
        { name: 'Hôpital Tenon', address: '4 rue de la Chine, 75020 Paris', phone: '01 99 00 10 25' },
        {
          name: 'Hôpital Bichat - Claude-Bernard',
          address: '46 rue Henri-Huchard, 75018 Paris',
          phone: '01 99 00 10 35',
        },
      ],
    },
    {
      spots: [
        spot('Villa Croix-Rousse', '31 montée de la Grande-Côte, 69001 Lyon', 45.7722, 4.8321, [
          ['Maison Ferrand - salon', false],
          ['Maison Ferrand - jardin', true],
        ]),
        spot('Ancienne soierie', '8 rue Richan, 69004 Lyon', 45.7766, 4.8247, [
          ['Atelier', false],
          ['Quai de chargement', true],
        ]),
        spot('Commissariat (décor)', '47 cours Lafayette, 69003 Lyon', 45.7626, 4.8493, [
          ['Commissariat - salle d’interrogatoire', false],
          ['Commissariat - couloir', false],
        ]),
      ],
      hospitals: [
        {
          name: 'Hôpital Édouard-Herriot',
          address: "5 place d'Arsonval, 69003 Lyon",
          phone: '04 65 71 10 15',
        },
        {
          name: 'Hôpital de la Croix-Rousse',
          address: '103 Grande Rue de la Croix-Rousse, 69004 Lyon',
          phone: '04 65 71 10 25',
        },
      ],
    },
    {
      spots: [
        spot('Cabanon des Goudes', '17 boulevard Alexandre-Delabre, 13008 Marseille', 43.2163, 5.3462, [
          ['Cabanon', false],
          ['Calanque', true],
        ]),
        spot('Port autonome, hangar J4', 'Esplanade du J4, 13002 Marseille', 43.2969, 5.3611, [
          ['Hangar', false],
          ['Quai du port', true],
        ]),
        spot('Bastide des Aygalades', '192 avenue des Aygalades, 13015 Marseille', 43.3421, 5.3655, [
          ['Bastide - cuisine', false],
          ['Bastide - terrasse', true],
        ]),
      ],
      hospitals: [
        {
          name: 'Hôpital de la Timone',
          address: '264 rue Saint-Pierre, 13005 Marseille',
          phone: '04 65 71 20 15',
        },
        { name: 'Hôpital Nord', address: 'Chemin des Bourrely, 13015 Marseille', phone: '04 65 71 20 25' },
      ],
    },
  ],
  departments: [
    {
      name: 'Production',
      offset: -30,
      roles: ['Directrice de production', 'Administrateur de production', 'Coordinatrice'],
    },
    {
      name: 'Régie',
      offset: -90,
      roles: ['Régisseur général', 'Régisseuse adjointe', 'Régisseur plateau', 'Auxiliaire de régie'],
    },
    {
      name: 'Mise en scène',
      offset: 0,
      roles: ['Réalisatrice', '1er assistant réalisateur', '2e assistante', 'Scripte'],
    },
    {
      name: 'Image',
      offset: -15,
      roles: ['Chef opérateur', 'Cadreuse', '1re assistante caméra', '2e assistant caméra', 'DIT', 'Combo'],
    },
    {
      name: 'Électricité',
      offset: -30,
      roles: ['Chef électricien', 'Électricien', 'Électricienne', 'Groupman'],
    },
    { name: 'Machinerie', offset: -30, roles: ['Chef machiniste', 'Machiniste', 'Sous-chef machiniste'] },
    { name: 'Son', offset: 0, roles: ['Chef opérateur du son', 'Perchman', 'Assistante son'] },
    {
      name: 'Décoration',
      offset: -60,
      roles: ['Cheffe décoratrice', 'Ensemblier', 'Accessoiriste de plateau', 'Rippeur'],
    },
    { name: 'Costumes', offset: -45, roles: ['Créatrice de costumes', 'Habilleuse'] },
    {
      name: 'Maquillage / Coiffure',
      offset: -60,
      roles: ['Chef maquilleuse', 'Chef coiffeur', 'Maquilleuse'],
    },
    { name: 'Transports', offset: -75, roles: ['Chauffeur', 'Chauffeur loges', 'Conducteur poids lourd'] },
    { name: 'Cantine', offset: -90, roles: ['Cantinier'] },
  ],
  director: 'Réalisatrice',
  contactRoles: [
    'Directrice de production',
    'Régisseur général',
    '1er assistant réalisateur',
    'Régisseuse adjointe',
    'Coordinatrice',
    'Repérages',
    'Référent sécurité',
  ],
  characters: ['ANNA', 'MATHIEU', 'LE COMMISSAIRE', 'MADAME FERRAND', 'LE VOISIN', 'LOUISE', 'LE SERVEUR'],
  actions: [
    'Anna trouve la lettre et la brûle dans l’évier.',
    'Dispute à propos des clés. Mathieu s’en va.',
    'Le commissaire interroge le voisin.',
    'Louise se cache derrière le rideau.',
    'Coup de fil de la sœur.',
    'La poursuite s’arrête à la grille.',
    'Ils attendent le signal.',
    'Retrouvailles, des années après.',
    'Relevé des empreintes.',
    'Inserts : mains, horloge, porte.',
  ],
  equipment: [
    'Steadicam',
    'Drone avec télépilote',
    'Deuxième caméra',
    'Grue 7 m',
    'Nacelle 18 m',
    'Voiture travelling',
    'Borniolage des fenêtres côté cour',
  ],
  safety: [
    'Feu sur le plateau : pompier présent dès la répétition.',
    'Gilets fluorescents obligatoires sur la voie publique.',
    'Interdiction de fumer dans tous les décors.',
    'Travail près de l’eau : maître-nageur présent, gilets obligatoires.',
    'Travail en hauteur uniquement avec harnais.',
  ],
  notes: [
    'Merci de ne publier aucune photo du plateau.',
    'Silence dans la cour, les riverains dorment.',
    'Les véhicules restent à la base, navette jusqu’au décor.',
    'Prévoir des vêtements chauds et imperméables.',
    'Merci d’apporter votre gourde : plus de bouteilles en plastique.',
  ],
  weather: [
    'éclaircies, averses possibles',
    'ensoleillé',
    'ciel couvert, bruine le matin',
    'brouillard puis soleil',
    'nuageux avec vent modéré',
  ],
  revisionColours: ['blanche', 'bleue', 'rose', 'jaune', 'verte'],
  vendors: [
    {
      name: 'Optique & Caméras',
      address: '6 rue Fernand-Pelloutier, 94120 Fontenay-sous-Bois',
      what: 'enlèvement matériel caméra',
    },
    {
      name: 'Loca Lumière',
      address: '30 avenue Jean-Jaurès, 93300 Aubervilliers',
      what: 'enlèvement lumière',
    },
  ],
  background: ['passants', 'clients du café', 'policiers en tenue', 'voyageurs'],
  meals: ['Petit déjeuner', 'Déjeuner'],
  unitBase: (street) => `parking à côté du ${street}, entrée par la cour`,
  parking: (street) => `ventousage ${street} ; véhicules perso dans les rues voisines`,
  cancelled: ['ANNULÉE', 'Cette journée de tournage est annulée. Une nouvelle date suivra.'],
}

/** The last three digits of a French number stand as one and a pair. */
function digits(line: number): string {
  const text = String(line)
  return `${text.slice(0, 1)} ${text.slice(1)}`
}
