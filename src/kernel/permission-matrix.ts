import { AccessRegistry, defaultRoles } from './access.ts'
import { type Actor, anonymous } from './actor.ts'
import type { Contract, Route } from './contract.ts'

/** Everybody who can knock at a route: strangers, each role alone, and our own services. */
export const callers: Readonly<Record<string, Actor>> = {
  anonymous,
  ...Object.fromEntries(
    Object.keys(defaultRoles).map((role) => [
      role,
      { kind: 'user', id: 'somebody', sessionId: 'some session', roles: [role] } satisfies Actor,
    ]),
  ),
  service: { kind: 'service', name: 'neighbour' },
}

export interface MatrixRow {
  readonly route: string
  readonly allow: string
  /** Names of the callers who are let in; what of it they then see is decided by ownership. */
  readonly callers: readonly string[]
}

/** Who may call which route, before any administrator has changed a role; decided by the code that decides at run time. */
export function permissionMatrix(contract: Contract): MatrixRow[] {
  const access = new AccessRegistry()
  return Object.values(contract.routes).map((route) => ({
    route: `${route.method} ${route.path}`,
    allow: [route.allow].flat().join(' or '),
    callers: Object.keys(callers).filter((name) => access.admits(callers[name]!, route.allow)),
  }))
}

/** The permissions that a contract's routes ask for. */
export function permissionsAsked(contract: Contract): string[] {
  const allows = Object.values(contract.routes).flatMap((route: Route) => [route.allow].flat())
  return [...new Set(allows.filter((allow) => allow.includes(':')))]
}

/** `docs/permissions.md`. */
export function permissionsDocument(contracts: readonly Contract[]): string {
  const names = Object.keys(callers)
  const sections = contracts.flatMap((contract) => [
    `## ${contract.name}`,
    '',
    `| route | needs | ${names.join(' | ')} |`,
    `|---|---|${names.map(() => ':-:').join('|')}|`,
    ...permissionMatrix(contract).map(
      (row) =>
        `| ${row.route} | ${row.allow} | ${names.map((name) => (row.callers.includes(name) ? 'yes' : '')).join(' | ')} |`,
    ),
    '',
  ])
  return [
    '# Permissions',
    '',
    'Generated from the contracts by `klaps generate`; a test compares it. It shows the roles as',
    'they are before an administrator changes any. `yes` opens the door only: a user sees their own data, and what',
    'belongs to somebody else answers 404. `service` routes are refused to people; a service that acts for a user keeps',
    "that user's permissions.",
    '',
    '## Roles',
    '',
    '| role | permissions |',
    '|---|---|',
    ...Object.entries(defaultRoles).map(
      ([role, permissions]) => `| ${role} | ${permissions.map((each) => `\`${each}\``).join(' ')} |`,
    ),
    '',
    '## What each permission means',
    '',
    '| permission | meaning |',
    '|---|---|',
    ...contracts.flatMap(({ permissions }) =>
      Object.entries(permissions).map(([permission, meaning]) => `| \`${permission}\` | ${meaning} |`),
    ),
    '',
    ...sections,
  ].join('\n')
}
