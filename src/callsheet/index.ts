export { readCallSheet } from './read.ts'
export * from './types.ts'
