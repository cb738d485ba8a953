/** Of one language: how somebody is told to forget what they were told before. */
interface Forgetting {
  readonly verbs: string
  /** Words before and behind what is to be forgotten that mean all of it; one is needed. */
  readonly before: string
  readonly what: string
  readonly behind: string
}

const languages: readonly Forgetting[] = [
  {
    verbs: 'ignore|disregard|forget|override|bypass|discard',
    before:
      'all|any|of|the|these|those|your|my|previous|prior|above|earlier|preceding|foregoing|other|original|initial',
    what: 'instructions?|prompts?|directives?|guidelines?|rules|commands?',
    behind: 'above|before|so far|given|you were given|you have been given|you received',
  },
  {
    verbs: String.raw`zignoruj(?:cie)?|zignorowa[cć]|pomi[nń](?:cie)?|pomin[aą][cć]|zapomnij(?:cie)?(?: o)?|odrzu[cć](?:cie)?`,
    before:
      'wszystkie|wszelkie|swoje|twoje|poprzednie|poprzednich|wcześniejsze|wcześniejszych|powyższe|powyższych|wszystkich',
    what: 'instrukcje|instrukcji|polecenia|poleceń|wytyczne|wytycznych|zasady|zasad|komendy',
    behind: 'powyżej|wyżej|wcześniej|dotychczasowe',
  },
  {
    verbs: 'ignorier(?:e|en sie|t)?|vergiss|vergessen sie|vergesst|missachte(?:n sie)?|verwirf',
    before: 'alle|die|diese|deine|ihre|vorherigen?|vorigen?|bisherigen?|obigen?|früheren?|vorangegangenen?',
    what: 'anweisung(?:en)?|instruktion(?:en)?|befehle?|regeln|prompts?|vorgaben',
    behind: 'oben|von oben|davor|zuvor|bisher',
  },
  {
    verbs: 'ignore[rz]?|oublie[rz]?|négligez|neglige[rz]?',
    before: "toutes?|tous|les?|la|l'|ces|vos|tes|précédentes?|anciennes?|antérieures?",
    what: 'instructions?|consignes?|directives?|règles|commandes?|prompts?',
    behind: 'ci-dessus|précédentes?|antérieures?|plus haut|données|reçues',
  },
  {
    verbs: 'ignor[ae]n?|ignorar|olvid[ae]n?|olvidar|descart[ae]n?|omit[ae]n?',
    before: 'todas?|todos|las?|los|tus|sus|estas|anteriores|previas',
    what: 'instrucciones|instrucción|indicaciones|órdenes|reglas|directrices|prompts?',
    behind: 'anteriores|previas|de arriba|precedentes|dadas|recibidas',
  },
]

/** What is not to be forgotten is no attempt; nor is what goes on: `disregard previous instructions about parking`. */
const NOT = String.raw`(?<!\b(?:not|never|don't|nie|no|nunca|ne)\s+)(?<![\p{L}\p{N}])`
const END = String.raw`(?=\s*(?:[.,;:!?)"'»”–-]|$|\n|(?:and|then|but|i|oraz|a|und|et|puis|y|e)\s))`
const forgetting = languages.map(({ verbs, before, what, behind }) => {
  const all = String.raw`(?:(?:${before})\s*)+(?:${what})(?:\s+(?:${behind}))*`
  const such = String.raw`(?:${what})(?:\s+(?:${behind}))+`
  return new RegExp(String.raw`${NOT}(?:${verbs})\s+(?:${all}|${such})${END}`, 'imu')
})

const MODEL = String.raw`(?:(?:large\s+)?language\s+model|llm|chat\s?gpt|ai\s+(?:assistant|model|system|reader|parser)|model\p{L}*\s+językow\p{L}+|sprachmodell|modèle\s+de\s+langage|modelo\s+de\s+lenguaje|asystent\p{L}*\s+ai|ki-(?:assistent|modell))`
const TO = String.raw`(?:to|dear|hey|hello|attention|you\s+are|do|drogi|uwaga|jesteś|an|liebes|du\s+bist|au|aux|à|cher|tu\s+es|vous\s+êtes|al|para|querido|eres)`
const ARTICLE = String.raw`(?:(?:now|an?|the|all|any|każdego|wszystkich|ein|das|dein|un|une|le|l'|votre|el|la|tu)\s*)*`

const BEGIN = String.raw`(?:^|[.!?:;(\n])\s*(?:(?:note|message|memo|hinweis|nota|avis|notka)\s+)?`

/** Words of somebody who speaks to a machine. A film may be about one, and its scenes may name it. */
const addressing: readonly RegExp[] = [
  new RegExp(String.raw`${BEGIN}${TO}[\s,:]+${ARTICLE}${MODEL}(?![\p{L}\p{N}])`, 'imu'),
  new RegExp(String.raw`(?:^|[.!?\n])\s*${MODEL}\s*[,:]`, 'imu'),
  /(?<!\p{L})(?:system|developer)\s?(?:prompt|message)\s*:|<\|?(?:im_start|im_end|system|assistant)\b|\[\/?INST\]|"role"\s*:/iu,
  /(?<!\p{L})(?:reveal|print|repeat|show)\s+(?:me\s+)?(?:your|the)\s+(?:system\s+)?prompt(?!\p{L})/iu,
]

/**
 * Does a text tell a language model what to do? No call sheet needs that; one that does is shown to none. It is the
 * second lock: what a model says of a sheet counts only where it is printed and says that value.
 */
export function speaksToModels(text: string): boolean {
  return [...forgetting, ...addressing].some((pattern) => pattern.test(text))
}
