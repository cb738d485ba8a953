import type { GreyImage } from './image.ts'

/** The names that Tesseract's trained data bear. */
export type TrainedLanguage = 'pol' | 'eng' | 'deu' | 'fra' | 'spa'

export interface Recognition {
  image: GreyImage
  /** The likelier one first. */
  languages: readonly TrainedLanguage[]
  segmentation: Segmentation
  signal: AbortSignal
}

/** Something that sees words in a picture. */
export interface Engine {
  readonly name: 'tesseract' | 'tesseract.js'
  has(languages: readonly TrainedLanguage[]): boolean
  /**
   * Tesseract's tab-separated words, boxes in pixels.
   *
   * @throws EngineError when the engine fails, is stopped or takes longer than {@link PASS_LIMIT_MS}
   */
  recognise(recognition: Recognition): Promise<string>
  /** Ends what it started. It may be used again. */
  close(): Promise<void>
}

/** One pass over one page takes 2 to 10 s of a core; a crowded machine gets ten times that. */
export const PASS_LIMIT_MS = 100_000

/**
 * Tesseract's page segmentation modes: a page, on which it finds columns and lines itself and does not look for the way
 * up, or lines under one another.
 */
export type Segmentation = keyof typeof SEGMENTATION
export const SEGMENTATION = { page: '3', lines: '6' } as const

export class EngineError extends Error {
  override readonly name = 'EngineError'
}
