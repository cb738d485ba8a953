import { fileURLToPath } from 'node:url'

/** `data/` in the checkout: two checkouts side by side never meet. */
export const defaultDataDir = fileURLToPath(new URL('../../data/', import.meta.url))
