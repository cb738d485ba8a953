/**
 * JSON in one form for equal values, as RFC 8785 has it: no white space, keys in the order of their UTF-16 code units,
 * numbers and strings as ECMAScript writes them. What went into jsonb and came back reads the same. Values become JSON
 * first as `JSON.stringify` makes them: `toJSON` is asked, what is undefined is left out, `undefined` itself is null.
 *
 * @param text how a string is compared; default: as it stands
 */
export function canonicalJson(value: unknown, text: (text: string) => string = (each) => each): string {
  return written(JSON.parse(JSON.stringify(value) ?? 'null'), text)
}

function written(value: unknown, text: (text: string) => string): string {
  if (typeof value === 'string') return JSON.stringify(text(value))
  if (Array.isArray(value)) return `[${value.map((each) => written(each, text)).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  // Without a function to compare by, they are sorted by code units.
  const names = Object.keys(value).toSorted()
  const fields = names.map((name) => `${JSON.stringify(name)}:${written(Reflect.get(value, name), text)}`)
  return `{${fields.join(',')}}`
}
