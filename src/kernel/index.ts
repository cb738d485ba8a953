/** What services and the composition root may use of the kernel. */
export * from './access.ts'
export * from './access-rows.ts'
export * from './actor.ts'
export * from './aged-copy.ts'
export type { Blobs } from './blobs.ts'
export type { Cache } from './cache.ts'
export * from './canonical-json.ts'
export * from './clock.ts'
export * from './contract.ts'
export { type Copy, copyOf, uuidRows } from './copies.ts'
export type {
  AuditEntry,
  Db,
  EnqueueOptions,
  Errand,
  EventDraft,
  Publication,
  PublishOptions,
  SqlExecutor,
  Tx,
} from './database.ts'
export * from './due-rows.ts'
export * from './endpoint.ts'
export * from './envelope.ts'
export { isFact } from './facts.ts'
export * from './first-answer.ts'
export { Abandoned, Gathering, gathered, Overloaded, type Repeat, repeat } from './gathering.ts'
export * from './health.ts'
export { beat, beatEveryMs } from './heartbeat.ts'
export { tooLarge } from './http/body-limit.ts'
export type { Door } from './http/direct.ts'
export { type StreamEvent, streamEvents } from './http/event-stream.ts'
export { endInOneWrite } from './http/one-write.ts'
export { WholeAnswer, wholeJson, wireJson } from './http/whole-answer.ts'
export type { Claim } from './idempotency.ts'
export * from './ids.ts'
export type { Logger } from './log.ts'
export type { HouseMetrics } from './metrics.ts'
export { DeadLetter, QueueState, TimerState } from './operations.ts'
export * from './outbound.ts'
export { answerKept, type ClaimedRow, claimAnswer, KeptAnswer } from './own-idempotency.ts'
export * from './own-key.ts'
export * from './paging.ts'
export * from './problem.ts'
export { isPublicAddress } from './public-address.ts'
export * from './schemas.ts'
export * from './scope.ts'
export type { PersonalCipher, Secrets } from './secrets.ts'
export * from './service.ts'
export { dailyCalls, Flag } from './settings.ts'
export type { Signal } from './signal.ts'
export { type KeyLife, publicKeys, rotateKeys, type SigningKey, signingKey } from './signing-keys.ts'
export * from './snapshot.ts'
export { type Cause, currentStory } from './story.ts'
export {
  type FlagDefinition,
  FlagKey,
  FlagRule,
  FlagState,
  type FlagSubject,
  FlagValue,
  flagSwitch,
  Switch,
  SystemMode,
  SystemState,
  switchChanged,
  systemSwitch,
} from './switches.ts'
export { TookTooLong } from './time-limit.ts'
export { userTokenAudience, userTokenIssuer } from './tokens.ts'
