import { Client, type Notification } from 'pg'
import { catalogue } from '../../src/catalogue.ts'

/** What the kernel keeps in every schema and accounts keep in theirs: not steps of the way from mail to plan. */
const aside = ['inbox', 'event_log', 'idempotency', 'limits', 'personal_keys', 'time_shift', 'delivery_log']
const schemas = catalogue
  .map(({ contract }) => contract.name)
  .filter((name) => name !== 'auth' && name !== 'config')

/**
 * Tells every committed step of the product by triggers in its database: a row of a service (`pdf.documents update`),
 * an event on its way (`pdf.outbox insert pdf.parsed`), a job (`job calendar.copyPlan active`). PostgreSQL delivers a
 * notification with the commit, so whoever hears one knows the row and needs no polling that could come too late.
 */
const wiring = `
create schema if not exists fault;
create or replace function fault.tell() returns trigger language plpgsql as $$
declare it jsonb := to_jsonb(coalesce(new, old));
begin
  perform pg_notify('fault_step', tg_argv[0] || coalesce(
    case tg_argv[1]
      when 'job' then ' ' || concat_ws(' ', it->>'name', it->'data'->>'type', it->>'state')
      when 'outbox' then ' ' || lower(tg_op) || ' ' || (it->>'type')
    end, ' ' || lower(tg_op)));
  return null;
end $$;
do $$
declare t record;
begin
  for t in
    select n.nspname as place, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition
      and ((n.nspname = any ('{${schemas.join(',')}}') and c.relname <> all ('{${aside.join(',')}}'))
        or (n.nspname = 'pgboss' and c.relname = 'job'))
  loop
    execute format('create or replace trigger fault_tell after insert or update or delete on %I.%I
      for each row execute function fault.tell(%L, %L)', t.place, t.name,
      case when t.place = 'pgboss' then 'job' else t.place || '.' || t.name end,
      case when t.place = 'pgboss' then 'job' else t.name end);
  end loop;
end $$`

export async function wireSteps(client: Client): Promise<void> {
  await client.query(wiring)
}

/** The committed steps of a running house, as they happen. Ends with the database it listens to. */
export class Steps {
  readonly #client: Client
  readonly #listeners = new Set<(step: string) => void>()

  private constructor(client: Client) {
    this.#client = client
    client.on('notification', ({ payload }: Notification) => {
      for (const listener of this.#listeners) listener(payload ?? '')
    })
    client.on('error', () => undefined)
  }

  static async open(url: string): Promise<Steps> {
    const steps = new Steps(new Client({ connectionString: url }))
    await steps.#client.connect()
    await steps.#client.query('listen fault_step')
    return steps
  }

  /** @returns a function that ends it. */
  on(listener: (step: string) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    await this.#client.end().catch(() => undefined)
  }
}
