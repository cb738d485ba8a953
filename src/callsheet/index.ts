export { needsPictures, readCallSheet } from './read.ts'
export * from './types.ts'
export { closeReader, readCallSheetInWorker } from './worker/pool.ts'
