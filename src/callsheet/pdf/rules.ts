import { apply, concat, IDENTITY, type Matrix, type PageBox, project, type Turn } from './geometry.ts'
import type { Rule } from './page.ts'
import type { Pdfium } from './pdfium.ts'
import type { Scratch } from './scratch.ts'

const OBJECT_PATH = 2
const OBJECT_IMAGE = 3
const OBJECT_FORM = 5
const SEGMENT_LINE = 0
const SEGMENT_MOVE = 2

const MAX_OBJECTS = 40_000
const MAX_RULES = 6_000
const MAX_SEGMENTS = 400
const MAX_DEPTH = 4
/** Shorter strokes are letters, ticks and logos. Points. */
const MIN_LENGTH = 6
/** How far from straight a rule may be. Points. */
const STRAIGHT = 0.8

export interface Drawing {
  rules: Rule[]
  images: number
}

/** The straight lines and box edges of a page, turned as its text is, and how many pictures it holds. */
export function readDrawing(
  pdfium: Pdfium,
  scratch: Scratch,
  page: number,
  box: PageBox,
  turn: Turn,
): Drawing {
  const drawing: Drawing = { rules: [], images: 0 }
  let budget = MAX_OBJECTS

  const visit = (object: number, outer: Matrix, depth: number): void => {
    if (object === 0 || budget-- <= 0 || drawing.rules.length >= MAX_RULES) return
    const type = pdfium.FPDFPageObj_GetType(object)
    if (type === OBJECT_IMAGE) drawing.images++
    if (type !== OBJECT_PATH && type !== OBJECT_FORM) return
    const matrix = concat(matrixOf(pdfium, scratch, object), outer)
    if (type === OBJECT_PATH)
      return readPath(
        pdfium,
        scratch,
        object,
        (x, y) => project(box, turn, ...apply(matrix, x, y)),
        drawing.rules,
      )
    if (depth >= MAX_DEPTH) return
    const count = pdfium.FPDFFormObj_CountObjects(object)
    for (let index = 0; index < count; index++)
      visit(pdfium.FPDFFormObj_GetObject(object, index), matrix, depth + 1)
  }

  const count = pdfium.FPDFPage_CountObjects(page)
  for (let index = 0; index < Math.min(count, MAX_OBJECTS); index++)
    visit(pdfium.FPDFPage_GetObject(page, index), IDENTITY, 0)
  return drawing
}

function matrixOf(pdfium: Pdfium, scratch: Scratch, object: number): Matrix {
  return pdfium.FPDFPageObj_GetMatrix(object, scratch.pointer) === 0 ? IDENTITY : scratch.matrix()
}

type Point = [x: number, y: number]

function readPath(
  pdfium: Pdfium,
  scratch: Scratch,
  path: number,
  toPage: (x: number, y: number) => Point,
  rules: Rule[],
): void {
  if (pdfium.FPDFPath_GetDrawMode(path, scratch.at(0), scratch.at(4)) === 0) return
  const [fill, stroke] = [scratch.integer(0), scratch.integer(1)]
  const count = pdfium.FPDFPath_CountSegments(path)
  if ((fill === 0 && stroke === 0) || count > MAX_SEGMENTS) return
  let start: Point = [0, 0]
  let at: Point = [0, 0]
  for (let index = 0; index < count; index++) {
    const segment = pdfium.FPDFPath_GetPathSegment(path, index)
    if (pdfium.FPDFPathSegment_GetPoint(segment, scratch.at(0), scratch.at(4)) === 0) continue
    const to = toPage(scratch.float(0), scratch.float(1))
    const type = pdfium.FPDFPathSegment_GetType(segment)
    if (type === SEGMENT_MOVE) start = to
    if (type === SEGMENT_LINE) addRule(rules, at, to)
    at = to
    if (pdfium.FPDFPathSegment_GetClose(segment) === 1) {
      addRule(rules, at, start)
      at = start
    }
  }
}

function addRule(rules: Rule[], one: Point, two: Point): void {
  const width = Math.abs(one[0] - two[0])
  const height = Math.abs(one[1] - two[1])
  if (height <= STRAIGHT && width >= MIN_LENGTH) {
    rules.push({
      vertical: false,
      at: (one[1] + two[1]) / 2,
      from: Math.min(one[0], two[0]),
      to: Math.max(one[0], two[0]),
    })
  } else if (width <= STRAIGHT && height >= MIN_LENGTH) {
    rules.push({
      vertical: true,
      at: (one[0] + two[0]) / 2,
      from: Math.min(one[1], two[1]),
      to: Math.max(one[1], two[1]),
    })
  }
}
