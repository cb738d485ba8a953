import { version } from '../version.ts'
import { type Command, UsageError } from './command.ts'
import { doctor } from './doctor.ts'
import { events } from './events.ts'
import { generate } from './generate.ts'
import { migrateCommand } from './migrate.ts'
import { plan } from './plan.ts'
import { read } from './read.ts'
import { start } from './start.ts'

const commands: Readonly<Record<string, Command>> = {
  start,
  read,
  plan,
  migrate: migrateCommand,
  events,
  doctor,
  generate,
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
  const command = commands[name]
  if (!command) return complain(`Unknown command ${name}; known: ${Object.keys(commands).join(', ')}`, 2)
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
    'klaps COMMAND --help tells more.',
  ].join('\n')
}
