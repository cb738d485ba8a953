import type { CallSheet, Field } from '#callsheet'
import { verdictOf } from '../../src/services/pdf/verdict.ts'

/** A plan cannot be made without these (PRODUCT 1.2). */
export const requiredFields = ['shootingDate', 'crewCall', 'personalCall', 'locations'] as const
export type RequiredField = (typeof requiredFields)[number]

/**
 * Whether the product asks a person before anybody acts on this value, by the verdict that it passes on documents. The
 * other required values are taken to be beyond doubt: a doubtful date makes nobody look at the call.
 */
export function isHeldBack(sheet: CallSheet, field: RequiredField): boolean {
  const call = field === 'personalCall' && sheet.personalCall === null ? 'crewCall' : field
  const alone: CallSheet = {
    ...sheet,
    shootingDate: field === 'shootingDate' ? sheet.shootingDate : beyondDoubt('2026-01-01'),
    personalCall: field === 'personalCall' ? sheet.personalCall : null,
    crewCall: isCall(field) ? sheet.crewCall : beyondDoubt('07:00'),
    locations: field === 'locations' ? sheet.locations : [beyondDoubt({ name: 'Stage 1', address: null })],
    cancelled: null,
    problems: sheet.problems.filter((problem) => problem.field === call || problem.field === field),
  }
  return verdictOf(alone, false).needsReview
}

/** Whether a day is planned from the sheet at all. */
export const isPlanned = (sheet: CallSheet): boolean => verdictOf(sheet, false).usable

/** Whether a person is asked to look at the sheet, for whatever reason. */
export const isReviewed = (sheet: CallSheet): boolean => verdictOf(sheet, false).needsReview

const isCall = (field: RequiredField) => field === 'crewCall' || field === 'personalCall'
const beyondDoubt = <T>(value: T): Field<T> => ({ value, confidence: 1, evidence: [] })
