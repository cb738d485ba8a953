export * from './outbound.ts'
export * from './schemas.ts'
