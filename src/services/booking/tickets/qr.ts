import { encode, renderSVG } from 'uqr'

/** Level M: 15 % of the code may be unreadable (a fold, a thumb). The quiet zone of four modules is the standard's. */
const options = { ecc: 'M', border: 4 } as const

export const qrSvg = (token: string) => renderSVG(token, { ...options, pixelSize: 4 })

/** Rows of modules, true for dark, the quiet zone included. */
export const qrModules = (token: string): boolean[][] => encode(token, options).data
