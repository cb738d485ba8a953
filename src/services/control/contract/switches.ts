import { z } from 'zod'
import { FlagKey, FlagState, FlagValue, Instant, route, SystemMode, SystemState } from '#kernel'

const FlagBody = z.object({
  type: FlagState.shape.type,
  value: FlagState.shape.value,
  rules: FlagState.shape.rules.default([]),
  about: z.string().max(300).default(''),
})
export const Flag = z
  .object({
    key: FlagKey,
    ...FlagBody.shape,
    version: z.int(),
    changedAt: Instant,
  })
  .meta({ id: 'Flag', description: 'The first rule that fits somebody decides, else the value' })
export type Flag = z.output<typeof Flag>

export const SystemView = z
  .object({
    mode: SystemMode,
    reason: SystemState.shape.reason,
    version: z.int(),
    changedAt: Instant.nullable(),
  })
  .meta({ id: 'SystemView' })

export const switchRoutes = {
  listFlags: route({
    method: 'GET',
    path: '/control/flags',
    summary: 'Feature flags',
    description: 'All of them, five hundred at most.',
    allow: 'control:read',
    output: z.object({ items: z.array(Flag) }),
  }),
  myFlags: route({
    method: 'GET',
    path: '/control/flags/mine',
    summary: 'The flags as they are for me',
    allow: 'signed-in',
    output: z.object({ flags: z.record(z.string(), FlagValue) }),
  }),
  setFlag: route({
    method: 'PUT',
    path: '/control/flags/{key}',
    summary: 'Make or change a feature flag',
    description: 'Counts within a second in every process.',
    allow: 'control:write',
    input: FlagBody.extend({ key: FlagKey }).refine(
      (flag) => [flag, ...flag.rules].every(({ value }) => typeof value === flag.type),
      { error: 'Every value must be of the type of the flag', path: ['value'] },
    ),
    output: Flag,
    problems: { 'flag.too-many': 409 },
  }),
  dropFlag: route({
    method: 'DELETE',
    path: '/control/flags/{key}',
    summary: 'Take a feature flag away: the code decides again',
    allow: 'control:write',
    input: z.object({ key: FlagKey }),
  }),
  system: route({
    method: 'GET',
    path: '/control/system',
    summary: 'The state of the system',
    allow: 'control:read',
    output: SystemView,
  }),
  setSystem: route({
    method: 'PUT',
    path: '/control/system',
    summary: 'Open the system, make it read-only, or close it for maintenance',
    description:
      'Within a second in every process. Administrators and services go on, signing in stays possible; everybody else is answered 503 with the reason.',
    allow: 'control:write',
    input: z.object({ mode: SystemMode, reason: SystemState.shape.reason.default('') }),
    output: SystemView,
  }),
}
