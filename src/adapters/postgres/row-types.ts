import type { SqlPool } from '../../kernel/database.ts'

/** PostgreSQL types as our pools read them (see `temporal-types.ts`); what is missing here is refused, not guessed. */
const types: Readonly<Record<string, string>> = {
  uuid: 'string',
  text: 'string',
  varchar: 'string',
  bpchar: 'string',
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float4: 'number',
  float8: 'number',
  numeric: 'string',
  bytea: 'Buffer',
  jsonb: 'JSONColumnType<object>',
  timestamptz: 'Temporal.Instant',
  date: 'Temporal.PlainDate',
  time: 'Temporal.PlainTime',
  timestamp: 'Temporal.PlainDateTime',
  interval: 'string',
  xid8: 'string',
}

/** Tables that the kernel's migrations make in every schema: not the service's to touch. */
const kernelTables = new Set([
  'migrations',
  'time_shift',
  'outbox',
  'inbox',
  'event_log',
  'idempotency',
  'revoked_sessions',
  'user_roles',
  'role_permissions',
  'personal_keys',
  'limits',
  'copy_passes',
])

interface Column {
  table: string
  column: string
  type: string
  nullable: boolean
  defaulted: boolean
  always: boolean
}

/** The source of `tables.ts`: one interface per table of a migrated schema, in Kysely's form. */
export async function rowTypes(pool: SqlPool, schema: string): Promise<string> {
  const columns = await readColumns(pool, schema)
  const tables = Map.groupBy(columns, (column) => column.table)
  const body = [...tables].map(
    ([table, list]) =>
      `export interface ${pascal(table)}Row {\n${list.map((each) => `  ${each.column}: ${typeOf(each)}`).join('\n')}\n}`,
  )
  const index = [...tables.keys()].map((table) => `  ${table}: ${pascal(table)}Row`).join('\n')
  const source = [...body, `export interface Tables {\n${index}\n}`].join('\n\n')
  const used = ['ColumnType', 'Generated', 'GeneratedAlways', 'JSONColumnType'].filter((name) =>
    new RegExp(`\\b${name}<`).test(source),
  )
  const imports = used.length > 0 ? `import type { ${used.join(', ')} } from 'kysely'\n\n` : ''
  return `// Generated from the migrated database by \`klaps generate\`; do not edit.\n${imports}${source}\n`
}

async function readColumns(pool: SqlPool, schema: string): Promise<Column[]> {
  const { rows } = await pool.query(
    `select c.relname as "table", a.attname as "column", coalesce(nullif(e.typname, ''), t.typname) as type, t.typelem <> 0 and t.typcategory = 'A' as is_array,
            not a.attnotnull as nullable, a.atthasdef or a.attidentity <> '' as defaulted, a.attidentity = 'a' or a.attgenerated <> '' as always
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
      where c.relnamespace = to_regnamespace($1) and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
      order by c.relname, a.attnum`,
    [`"${schema}"`],
  )
  return rows
    .filter((row) => !kernelTables.has(String(row.table)))
    .map((row) => {
      const base = types[String(row.type)]
      if (!base) throw new Error(`${schema}.${row.table}.${row.column}: the type ${row.type} has no mapping`)
      return {
        table: String(row.table),
        column: String(row.column),
        type: row.is_array ? `${base}[]` : base,
        nullable: row.nullable === true,
        defaulted: row.defaulted === true,
        always: row.always === true,
      }
    })
}

/** JSON goes in as text and comes out parsed; what it holds is for the reader's schema to say. */
function typeOf({ type, nullable, defaulted, always }: Column): string {
  if (type.startsWith('JSONColumnType')) {
    const write = nullable || defaulted ? 'string | null | undefined' : 'string'
    return `ColumnType<unknown, ${write}, ${nullable ? 'string | null' : 'string'}>`
  }
  const whole = nullable ? `${type} | null` : type
  if (always) return `GeneratedAlways<${whole}>`
  return defaulted ? `Generated<${whole}>` : whole
}

const pascal = (name: string) =>
  name
    .split('_')
    .map((part) => part[0]!.toUpperCase() + part.slice(1))
    .join('')
