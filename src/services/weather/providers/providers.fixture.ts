/** Where and when, for tests of the weather's providers. */
export const warsaw = { latitude: 52.2297, longitude: 21.0122 }
export const instant = Temporal.Instant.from

/** Seconds since 1970, as both providers write times. */
export const unix = (text: string): number => instant(text).epochMilliseconds / 1000
