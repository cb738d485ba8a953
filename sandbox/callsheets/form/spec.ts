import type { FontName } from '../canvas.ts'
import type { SettingName, SheetContent } from '../model.ts'
import type { FactName } from './facts.ts'

export type SceneColumn =
  | 'number'
  | 'intExt'
  | 'dayNight'
  | 'intExtDayNight'
  | 'set'
  | 'setLine'
  | 'setAndText'
  | 'description'
  | 'pages'
  | 'cast'
  | 'location'
  | 'startsAt'

export type CastColumn =
  | 'number'
  | 'character'
  | 'actor'
  | 'pickUp'
  | 'makeUp'
  | 'costume'
  | 'onSet'
  | 'remarks'

export type ContactColumn = 'role' | 'name' | 'phone' | 'email'

export type HeadStyle = 'three-columns' | 'strip' | 'boxed' | 'centred' | 'merged-cells' | 'ribbon'

export type FactStyle = 'lines' | 'two-columns' | 'grid' | 'stacked' | 'captions'

/** What a sheet is made of, top to bottom. */
export type Part =
  | {
      part: 'head'
      as: HeadStyle
      left: readonly FactName[]
      right: readonly FactName[]
      /** Printed large. */
      big?: FactName
    }
  | { part: 'facts'; facts: readonly FactName[]; as: FactStyle; title?: 'schedule' | 'locations' }
  | { part: 'scenes'; columns: readonly SceneColumn[]; titled?: boolean; moves?: boolean; total?: boolean }
  | { part: 'cast'; columns: readonly CastColumn[]; titled?: boolean }
  | { part: 'background' }
  | {
      part: 'crew'
      as: 'departments' | 'exceptions' | 'rows' | 'columns'
      columns?: number
      titled?: boolean
    }
  | { part: 'lines'; of: 'equipment' | 'safety' | 'notes'; bullet?: string }
  | { part: 'contacts'; columns: readonly ContactColumn[]; titled?: boolean }
  | { part: 'schedule' }
  | { part: 'advance'; as: 'lines' | 'table' }
  | { part: 'beside'; left: readonly Part[]; right: readonly Part[]; share: number }

/** Fonts, sizes (points), colours and rules of a sheet. */
export interface Look {
  font: FontName
  bold: FontName
  size: number
  padding?: number
  headFill: string
  headColour?: string
  lines: 'grid' | 'rows' | 'none'
  zebra?: string
  /** Colour of titles and strips. */
  accent: string
  /** Points between parts. */
  gap: number
  upperTitles?: boolean
}

/** A layout as data: {@link formLayout} makes a drawing of it, and knows what it prints. */
export interface FormSpec {
  settings: readonly SettingName[]
  paper: 'A4' | 'LETTER'
  landscape?: boolean
  margin?: number
  look: Look
  parts: readonly Part[]
  fileName(content: SheetContent): string
}

/** The parts one by one, those of columns included. */
export function* flattened(parts: readonly Part[]): Generator<Exclude<Part, { part: 'beside' }>> {
  for (const part of parts) {
    if (part.part === 'beside') yield* flattened([...part.left, ...part.right])
    else yield part
  }
}
