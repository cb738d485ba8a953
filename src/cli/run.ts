import { version } from '../version.ts'
import { type Command, UsageError } from './command.ts'

/** What the overview says of a command, and where it is: only the one that was asked for is loaded. */
interface Entry {
  readonly about: string
  readonly load: () => Promise<Command>
}

const commands: Readonly<Record<string, Entry>> = {
  start: {
    about: 'Start Klaps and stay until told to stop',
    load: async () => (await import('./start.ts')).start,
  },
  read: { about: 'Say what a call sheet says', load: async () => (await import('./read.ts')).read },
  plan: {
    about: 'Plan the whole day of a call sheet, without a server',
    load: async () => (await import('./plan.ts')).plan,
  },
  migrate: {
    about: 'Make the databases ready for a start',
    load: async () => (await import('./migrate.ts')).migrateCommand,
  },
  keys: {
    about: 'Make keys, say what lies under which master key, and seal it anew',
    load: async () => (await import('./keys.ts')).keys,
  },
  events: {
    about: 'Deliver published events again',
    load: async () => (await import('./events.ts')).events,
  },
  copies: {
    about: 'Compare the copies that services keep with their owners',
    load: async () => (await import('./copies.ts')).copies,
  },
  doctor: {
    about: 'Say what is configured, reachable and valid',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  generate: {
    about: 'Write what is generated from the contracts and schemas',
    load: async () => (await import('./generate.ts')).generate,
  },
}

/**
 * Runs one command. Exit codes: 0 well, 1 it failed, 2 the call was wrong, 3 it worked but found problems.
 * Errors are one line on standard error; `KLAPS_DEBUG=1` adds the stack.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv
  if (name === '--version' || name === '-v') {
    console.log(version)
    return 0
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(overview())
    return name === undefined ? 2 : 0
  }
  const entry = commands[name]
  if (!entry) return complain(`Unknown command ${name}; known: ${Object.keys(commands).join(', ')}`, 2)
  const command = await entry.load()
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(command.help)
    return 0
  }
  try {
    return await command.run(rest)
  } catch (error) {
    if (process.env.KLAPS_DEBUG) console.error(error)
    return complain(
      error instanceof Error ? describe(error) : String(error),
      error instanceof UsageError || isOfParsing(error) ? 2 : 1,
    )
  }
}

const longestComplaint = 600

function complain(message: string, code: number): number {
  const text = message.length > longestComplaint ? `${message.slice(0, longestComplaint)}...` : message
  console.error(`klaps: ${text}`)
  return code
}

/** Did `parseArgs` refuse the arguments? */
function isOfParsing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}

/** The error and what it says caused it, on one line. */
function describe(error: Error): string {
  const cause =
    error.cause instanceof Error && !error.message.includes(error.cause.message)
      ? `: ${error.cause.message}`
      : ''
  return `${error.message}${cause}${isOfParsing(error) ? ' (see --help)' : ''}`.replaceAll('\n', ' ')
}

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length))
  const list = Object.entries(commands).map(([name, command]) => `  ${name.padEnd(width)}  ${command.about}`)
  return [
    'Klaps: from the call sheet to the cinema seat.',
    '',
    'klaps COMMAND [OPTIONS]',
    '',
    ...list,
    '',
    'klaps COMMAND --help tells more; klaps --version prints the version.',
  ].join('\n')
}
