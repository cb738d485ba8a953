import type { Rule } from '../pdf/page.ts'
import type { Bounds, Word } from './model.ts'

/** The rules of a page, split by direction and sorted, so that the ones around a place are found quickly. */
export interface Grid {
  vertical: Rule[]
  horizontal: Rule[]
}

export function gridFrom(rules: readonly Rule[]): Grid {
  const sorted = rules.toSorted((a, b) => a.at - b.at)
  return {
    vertical: sorted.filter((rule) => rule.vertical),
    horizontal: sorted.filter((rule) => !rule.vertical),
  }
}

/** Whether a vertical rule stands between two words of a line. */
export function isRuledApart(grid: Grid, left: Word, right: Word): boolean {
  const middle = (left.top + left.bottom) / 2
  return grid.vertical.some(
    (rule) =>
      rule.at >= left.right - 1.5 && rule.at <= right.left + 1.5 && rule.from <= middle && rule.to >= middle,
  )
}

/** The nearest rules on all four sides of a box. */
export function boundsOf(grid: Grid, box: Bounds): Bounds {
  const middleX = (box.left + box.right) / 2
  const middleY = (box.top + box.bottom) / 2
  const bounds: Bounds = { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity }
  for (const rule of grid.vertical) {
    if (rule.from > middleY || rule.to < middleY) continue
    if (rule.at <= box.left + 1.5) bounds.left = rule.at
    else if (rule.at >= box.right - 1.5) {
      bounds.right = rule.at
      break
    }
  }
  for (const rule of grid.horizontal) {
    if (rule.from > middleX || rule.to < middleX || isUnderline(rule, box)) continue
    if (rule.at <= middleY) bounds.top = rule.at
    else {
      bounds.bottom = rule.at
      break
    }
  }
  return bounds
}

/** A rule just as long as the text over it belongs to the text, not to a table. */
function isUnderline(rule: Rule, box: Bounds): boolean {
  return (
    rule.from >= box.left - 3 && rule.to <= box.right + 3 && rule.at > box.top && rule.at < box.bottom + 2
  )
}
