import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { type CallSheet, closeReader } from '#callsheet'
import { BufferPreset, bufferPresets } from '#services/config'
import { memoryLimiter } from '../kernel/limiter.ts'
import { createLogger } from '../kernel/log.ts'
import { createOutbound } from '../kernel/outbound-client.ts'
import type { Environment } from '../kernel/settings.ts'
import { type Command, UsageError } from './command.ts'
import { wantsSandbox } from './outside-world.ts'
import { coordinatesIn, type PlannedDay, planSheet, routeWarning } from './plan-day.ts'
import { onlyFile, readSheetFile } from './read.ts'
import { renderPlan } from './render-plan.ts'

const help = `klaps plan FILE.pdf [--home A] [--stop A] [--date D] [--me NAME_OR_ROLE] [--buffers PRESET] [--no-sandbox] [--json]

Plans the whole day of a call sheet in the terminal, without a server.

  --home A          where the day begins: an address, or LATITUDE,LONGITUDE
  --stop A          equipment house on the way
  --date D          the shooting date (YYYY-MM-DD) when the sheet's is missing or wrong
  --me TEXT         your name, role or department as printed
  --buffers PRESET  conservative, standard (default) or minimal
  --no-sandbox      use real maps and weather even without credentials
  --json            what \`klaps read --json\` prints, and the plan

Without credentials in the environment maps and weather are the sandbox's, and the output says so.
Exit codes: 0 planned, 1 it cannot be read, 2 wrong call, 3 something is missing (see the warnings).`

export const plan: Command = {
  help,
  async run(argv) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        home: { type: 'string' },
        stop: { type: 'string' },
        date: { type: 'string' },
        me: { type: 'string' },
        buffers: { type: 'string', default: 'standard' },
        'no-sandbox': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
    const file = onlyFile(positionals)
    const preset = BufferPreset.safeParse(values.buffers)
    if (!preset.success) throw new UsageError(`--buffers takes ${BufferPreset.options.join(', ')}`)
    for (const option of ['home', 'stop'] as const) checkPlace(option, values[option])
    const givenDate = values.date === undefined ? undefined : parseDate(values.date)
    const sheet = await readSheetFile(file, { me: values.me })
    const date =
      givenDate ?? (sheet.shootingDate ? Temporal.PlainDate.from(sheet.shootingDate.value) : undefined)
    const sandbox = !values['no-sandbox'] && wantsSandbox(process.env)
    const buffers = bufferPresets[preset.data]
    const day = await inWorld(sandbox, async (env) => {
      const http = createOutbound({
        log: createLogger({ service: 'klaps', level: 'silent' }),
        limiter: memoryLimiter(),
      })
      return await planSheet({ sheet, date, home: values.home, stop: values.stop, buffers }, env, http)
    })
    await closeReader()
    console.log(
      values.json
        ? JSON.stringify({ ...planJson(sheet, day), sandbox })
        : renderPlan(sheet, day, { name: basename(file), sandbox }),
    )
    return day.complete ? 0 : 3
  },
}

/** Runs with the sandbox's addresses in the environment when it is wanted; it ends with the command. */
async function inWorld<T>(sandbox: boolean, work: (env: Environment) => Promise<T>): Promise<T> {
  if (!sandbox) return await work(process.env)
  const { startSandbox } = await import('../../sandbox/index.ts')
  const world = await startSandbox({ ports: 'ephemeral' })
  try {
    return await work({ ...process.env, ...world.env })
  } finally {
    await world.stop()
  }
}

const longestAddress = 300

/** An address of a length that maps take, or coordinates that exist. */
function checkPlace(option: string, text: string | undefined): void {
  if (text === undefined) return
  if (text.trim() === '') throw new UsageError(`--${option} is empty`)
  if (text.length > longestAddress)
    throw new UsageError(`--${option} takes at most ${longestAddress} characters`)
  const at = coordinatesIn(text)
  if (at && (Math.abs(at.latitude) > 90 || Math.abs(at.longitude) > 180))
    throw new UsageError(`--${option} takes a latitude from -90 to 90 and a longitude from -180 to 180`)
}

/** `Temporal` by itself would also take `20261122`, a time behind the date or a calendar. */
function parseDate(text: string): Temporal.PlainDate {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return Temporal.PlainDate.from(text)
  } catch {
    // The form is right and the day does not exist.
  }
  throw new UsageError(`--date takes YYYY-MM-DD, not ${text}`)
}

/** Zoned times as RFC 9557 text, durations in minutes, absent as null. */
function planJson(sheet: CallSheet, { times, call, weather, warnings }: PlannedDay): Record<string, unknown> {
  const text = (time: Temporal.ZonedDateTime | null | undefined) =>
    time?.toString({ smallestUnit: 'second' }) ?? null
  return {
    ...sheet,
    wakeUp: text(times?.wakeUp),
    leaveHome: text(times?.leaveHome),
    arriveStop: text(times?.arriveStop),
    leaveStop: text(times?.leaveStop),
    arriveLocation: text(times?.arriveLocation),
    onSet: text(times?.onSet),
    call: text(call),
    legs: (times?.legs ?? []).map((leg) => ({
      from: leg.from.label,
      to: leg.to.label,
      departAt: text(leg.departAt),
      arriveAt: text(leg.arriveAt),
      driveMinutes: leg.driveMinutes,
      distanceMeters: leg.distanceMeters,
      provider: leg.provider,
      trafficAware: leg.trafficAware,
      estimated: leg.estimated,
    })),
    buffers: times ? { ...times.buffers, weather: times.extras } : null,
    weather,
    warnings: [...warnings, ...(times?.warnings ?? []).map(routeWarning)],
  }
}
