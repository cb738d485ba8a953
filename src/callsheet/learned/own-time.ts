/** In the order of a day, which begins with the first of them that is printed. */
const TIMES = ['time', 'pickup', 'arrival', 'makeup', 'wardrobe', 'onSet']

/** When somebody is called by a row of calls or of the cast; null where it says no time. */
export function ownTimeOf(row: unknown): string | null {
  if (typeof row !== 'object' || row === null) return null
  const said = TIMES.map((name): unknown => Reflect.get(row, name))
  return said.find((time): time is string => typeof time === 'string') ?? null
}
