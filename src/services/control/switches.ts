import { type Selectable, sql } from 'kysely'
import type { z } from 'zod'
import {
  type FlagState,
  FlagState as FlagStateSchema,
  flagSwitch,
  notFound,
  Problem,
  type Switch,
  Switch as SwitchSchema,
  type SystemState,
  SystemState as SystemStateSchema,
  switchChanged,
  systemSwitch,
  type Tx,
} from '#kernel'
import type { Ctx } from './context.ts'
import type { control, Flag, SystemView } from './contract.ts'
import type { SwitchesOwnedRow, Tables } from './tables.ts'

type Row = Selectable<SwitchesOwnedRow>
type SetFlag = z.output<(typeof control.routes.setFlag)['input']>

/** Every process keeps all flags in memory. */
const mostFlags = 500

export async function listFlags(ctx: Ctx) {
  const rows = await ctx.db.query
    .selectFrom('switches_owned')
    .selectAll()
    .where('name', '!=', systemSwitch)
    .where(sql<boolean>`state <> 'null'`)
    .orderBy('name')
    .limit(mostFlags)
    .execute()
  return { items: rows.map(presentFlag) }
}

export async function setFlag(ctx: Ctx, { key, about, ...flag }: SetFlag): Promise<Flag> {
  return await ctx.db.transaction(async (tx) => {
    const name = flagSwitch(key)
    const row = await turn(ctx, tx, { name, about, state: { kind: 'flag', ...flag } })
    const { rows } = await sql<{ flags: number }>`
      select count(*)::int as flags from switches_owned where name <> ${systemSwitch} and state <> 'null'`.execute(
      tx.query,
    )
    if (rows[0]!.flags > mostFlags)
      throw new Problem(409, 'flag.too-many', `There are ${mostFlags} flags: take one away first`)
    await tx.audit({
      action: 'flag.set',
      target: name,
      details: { type: flag.type, rules: flag.rules.length },
    })
    return presentFlag(row)
  })
}

export async function dropFlag(ctx: Ctx, { key }: { key: string }): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const name = flagSwitch(key)
    const known = await tx.query
      .selectFrom('switches_owned')
      .select('name')
      .where('name', '=', name)
      .where(sql<boolean>`state <> 'null'`)
      .forUpdate()
      .executeTakeFirst()
    if (!known) throw notFound('flag')
    await turn(ctx, tx, { name, about: '', state: null })
    await tx.audit({ action: 'flag.dropped', target: name })
  })
}

export async function systemState(ctx: Ctx): Promise<z.output<typeof SystemView>> {
  const row = await ctx.db.query
    .selectFrom('switches_owned')
    .selectAll()
    .where('name', '=', systemSwitch)
    .executeTakeFirst()
  return row ? presentSystem(row) : { mode: 'normal', reason: '', version: 0, changedAt: null }
}

export async function setSystem(ctx: Ctx, wanted: Pick<SystemState, 'mode' | 'reason'>) {
  return await ctx.db.transaction(async (tx) => {
    const row = await turn(ctx, tx, { name: systemSwitch, about: '', state: { kind: 'system', ...wanted } })
    await tx.audit({ action: 'system.state', target: 'system:klaps', details: { ...wanted } })
    return presentSystem(row)
  })
}

/** Switches newer than the versions that somebody knows. */
export async function switchesAfter(ctx: Ctx, known: Readonly<Record<string, number>>): Promise<Switch[]> {
  const rows = await ctx.db.query.selectFrom('switches_owned').selectAll().execute()
  return rows
    .filter(({ name, version }) => (known[name] ?? 0) < version)
    .map(({ name, version, state }) => SwitchSchema.parse({ name, version, state }))
}

interface Turn {
  readonly name: string
  readonly about: string
  readonly state: FlagState | SystemState | null
}

async function turn(ctx: Ctx, tx: Tx<Tables>, { name, about, state }: Turn): Promise<Row> {
  const { rows } = await sql<Row>`
    insert into switches_owned as s (name, about, version, state, changed_at)
    values (${name}, ${about}, 1, ${JSON.stringify(state)}::jsonb, ${ctx.clock.now()})
    on conflict (name) do update set about = excluded.about, version = s.version + 1, state = excluded.state,
      changed_at = excluded.changed_at
    returning *`.execute(tx.query)
  const row = rows[0]!
  await tx.publish(switchChanged, { name, version: row.version, state }, { subject: `switch:${name}` })
  return row
}

function presentFlag({ name, about, version, state, changed_at }: Row): Flag {
  const { type, value, rules } = FlagStateSchema.parse(state)
  return { key: name.slice(flagSwitch('').length), type, value, rules, about, version, changedAt: changed_at }
}

function presentSystem({ version, state, changed_at }: Row): z.output<typeof SystemView> {
  const { mode, reason } = SystemStateSchema.parse(state)
  return { mode, reason, version, changedAt: changed_at }
}
