/** More texts than a document of some pages has; where one has more, some are read twice. */
const MOST_TEXTS = 10_000

const remembered: Map<string, unknown>[] = []

/**
 * The same function, which reads each text of a document once: a page has some three hundred texts, and every field asks
 * for the same ones again. Nobody may change what it gives.
 */
export function once<T extends NonNullable<unknown> | null>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  remembered.push(known)
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    const value = read(text)
    if (known.size >= MOST_TEXTS) known.clear()
    known.set(text, value)
    return value
  }
}

/** As {@link once}, where something of the whole document (its language, its country) decides too. */
export function onceFor<T extends NonNullable<unknown> | null, Whole>(
  read: (text: string, whole: Whole) => T,
): (text: string, whole: Whole) => T {
  const readers = new Map<Whole, (text: string) => T>()
  return (text, whole) => {
    const reader = readers.get(whole) ?? once((it) => read(it, whole))
    if (!readers.has(whole)) readers.set(whole, reader)
    return reader(text)
  }
}

/** With a new document the texts of the last are of no more use, and nobody's to keep. */
export function forgetTexts(): void {
  for (const known of remembered) known.clear()
}
