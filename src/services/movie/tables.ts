// Generated from the migrated database by `klaps generate`; do not edit.
import type { ColumnType, Generated } from 'kysely'

export interface LayoutsRow {
  id: string
  screen_id: string
  version: number
  grid: string
  columns: number
  lines: number
  capacity: number
  seats: ColumnType<unknown, string, string>
  drawn_at: Generated<Temporal.Instant>
}

export interface MoviesRow {
  id: string
  version: Generated<number>
  title: string
  title_key: string
  sort_key: string
  original_title: string | null
  genres: string[]
  rating: string | null
  runtime_minutes: number
  release_date: Temporal.PlainDate | null
  synopsis: string
  poster_url: string | null
  directors: string[]
  cast_names: string[]
  language: string
  subtitles: string[]
  withdrawn: Generated<boolean>
  changed_at: Generated<Temporal.Instant>
}

export interface PausesRow {
  kind: string
  name: string
}

export interface PriceListsRow {
  id: string
  version: Generated<number>
  name: string
  currency: string
  vat_percent: number
  prices: ColumnType<unknown, string, string>
  created_at: Generated<Temporal.Instant>
}

export interface ScreensRow {
  id: string
  theater_id: string
  version: Generated<number>
  name: string
  sort_key: string
  layout_id: string
  turnaround_minutes: number
  closed: Generated<boolean>
  changed_at: Generated<Temporal.Instant>
}

export interface ShowtimesRow {
  id: string
  version: Generated<number>
  state: Generated<string>
  movie_id: string
  theater_id: string
  screen_id: string
  layout_id: string
  format: string
  language: string
  subtitles: string | null
  starts_at: Temporal.Instant
  ends_at: Temporal.Instant
  free_at: Temporal.Instant
  on_sale_at: Temporal.Instant
  sale_ends_at: Temporal.Instant
  per_buyer_limit: number | null
  refuse_orphans: boolean
  price_list_id: string
  currency: string
  vat_percent: number
  prices: ColumnType<unknown, string, string>
  changed_at: Generated<Temporal.Instant>
}

export interface SwitchesRow {
  name: string
  version: number
  state: ColumnType<unknown, string | null | undefined, string | null>
  changed_by: Generated<string>
}

export interface TheatersRow {
  id: string
  version: Generated<number>
  name: string
  city: string
  city_key: string
  sort_key: string
  address: string
  time_zone: string
  closed: Generated<boolean>
  changed_at: Generated<Temporal.Instant>
}

export interface TimerRunsRow {
  name: string
  wanted_at: Temporal.Instant | null
  started_at: Temporal.Instant | null
  took_ms: number | null
  outcome: string | null
}

export interface Tables {
  layouts: LayoutsRow
  movies: MoviesRow
  pauses: PausesRow
  price_lists: PriceListsRow
  screens: ScreensRow
  showtimes: ShowtimesRow
  switches: SwitchesRow
  theaters: TheatersRow
  timer_runs: TimerRunsRow
}
