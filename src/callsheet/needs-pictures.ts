import type { CallSheet } from './types.ts'

/**
 * Whether what stands on the pages that are pictures is needed: not when a call sheet begins on the first page and has
 * all that a plan needs. What is left then are maps, photographs of the set, and advertisements.
 */
export function needsPictures({ kind, shootingDate, crewCall, locations, problems }: CallSheet): boolean {
  if (!problems.some(({ code }) => code === 'unreadable-pages')) return false
  const required = [shootingDate, crewCall, locations[0]]
  return (
    kind !== 'call-sheet' ||
    required.some((field) => field === null || field === undefined) ||
    !required.some((field) => field?.evidence.some(({ page }) => page === 1))
  )
}
