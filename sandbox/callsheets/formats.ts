import type { CallTime, DateStyle, SheetLanguage, TimeStyle } from './model.ts'

const romanMonths = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII']

const locales: Record<SheetLanguage, string> = {
  pl: 'pl-PL',
  en: 'en-GB',
  de: 'de-DE',
  fr: 'fr-FR',
  es: 'es-ES',
}

/** Of the sheets of the sandbox's own city. */
export const dateStyles: Record<'pl' | 'en', readonly DateStyle[]> = {
  pl: ['numeric-dots', 'numeric-dots-short', 'long', 'long-weekday', 'roman', 'iso'],
  en: ['us-long', 'long', 'long-weekday', 'slashes', 'iso', 'month-day-slash-year', 'no-year'],
}

export const timeStyles: Record<'pl' | 'en', readonly TimeStyle[]> = {
  pl: ['colon', 'colon-short', 'dot', 'military', 'godz'],
  en: ['colon', 'military', 'meridiem', 'meridiem-short', 'meridiem-tight'],
}

/**
 * A calendar date as offices print it. `no-year` keeps the weekday, which names the year among its neighbours;
 * `slashes` is day first.
 */
export function formatDate(iso: string, style: DateStyle, language: SheetLanguage): string {
  const date = Temporal.PlainDate.from(iso)
  const two = (value: number) => String(value).padStart(2, '0')
  const shortYear = two(date.year % 100)
  const named = (options: Intl.DateTimeFormatOptions) => date.toLocaleString(locales[language], options)
  switch (style) {
    case 'numeric-dots':
      return `${two(date.day)}.${two(date.month)}.${date.year}`
    case 'numeric-dots-short':
      return `${two(date.day)}.${two(date.month)}.${shortYear}`
    case 'long':
      return named({ day: 'numeric', month: 'long', year: 'numeric' })
    case 'long-weekday':
      return named({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
    case 'roman':
      return `${date.day} ${romanMonths[date.month - 1]} ${date.year}`
    case 'iso':
      return iso
    case 'slashes':
      return `${two(date.day)}/${two(date.month)}/${date.year}`
    case 'us-long':
      return date.toLocaleString('en-US', { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' })
    case 'month-day-slash-year':
      return `${date.toLocaleString('en-US', { month: 'long' })} ${date.day}/${shortYear}`
    case 'no-year':
      return language === 'de'
        ? `${named({ weekday: 'short' })} ${two(date.day)}.${two(date.month)}.`
        : `${named({ weekday: 'short' })} ${date.day} ${named({ month: 'short' })}`
    case 'no-year-long':
      return named({ weekday: 'long', day: 'numeric', month: 'long' })
    case 'weekday-numeric':
      return `${named({ weekday: 'short' })}, ${numeric(two, date, language)}${date.year}`
    case 'weekday-numeric-short':
      return `${named({ weekday: 'short' })} ${numeric(two, date, language)}${shortYear}`
    case 'slashes-short':
      return `${two(date.day)}/${two(date.month)}/${shortYear}`
    case 'us-slashes':
      return `${date.month}/${date.day}/${date.year}`
    case 'dashes':
      return `${two(date.day)}-${two(date.month)}-${date.year}`
    case 'ordinal':
      return `${named({ weekday: 'long' })} ${date.day}${ordinal(date.day)} ${named({ month: 'long' })} ${date.year}`
    case 'capitals':
      return named({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).toLocaleUpperCase(
        locales[language],
      )
  }
}

/** The weekday in full, as it stands in the style `long-weekday`. */
export function formatWeekday(iso: string, language: SheetLanguage): string {
  return Temporal.PlainDate.from(iso).toLocaleString(locales[language], { weekday: 'long' })
}

/** Day and month with what stands before the year: dots in Central Europe, slashes elsewhere. */
function numeric(
  two: (value: number) => string,
  { day, month }: Temporal.PlainDate,
  language: SheetLanguage,
): string {
  const mark = language === 'de' || language === 'pl' ? '.' : '/'
  return `${two(day)}${mark}${two(month)}${mark}`
}

function ordinal(day: number): string {
  if (day >= 11 && day <= 13) return 'th'
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'
}

/** The style in which a country leaves out the year and keeps the weekday. */
export function yearlessStyle(language: SheetLanguage): DateStyle {
  return language === 'en' || language === 'de' ? 'no-year' : 'no-year-long'
}

/** A call as printed. In running text the style `godz` says "godz. 7"; in a table cell it is "7.00". */
export function formatTime(time: CallTime, style: TimeStyle, where: 'prose' | 'cell' = 'cell'): string {
  if (time === 'O/C' || time === 'n/a') return time
  const [hourText = '', minute = ''] = time.split(':')
  const hour = Number(hourText)
  const twelve = hour % 12 === 0 ? 12 : hour % 12
  const half = hour < 12 ? 'a' : 'p'
  switch (style) {
    case 'colon':
      return time
    case 'colon-short':
      return `${hour}:${minute}`
    case 'dot':
      return `${hour}.${minute}`
    case 'military':
      return `${hourText}${minute}`
    case 'godz':
      if (where === 'cell') return `${hour}.${minute}`
      return minute === '00' ? `godz. ${hour}` : `godz. ${hour}.${minute}`
    case 'uhr':
      return where === 'prose' ? `${time} Uhr` : time
    case 'horas':
      return where === 'prose' ? `${time} h` : time
    case 'hs':
      return `${time} hs`
    case 'heures':
      return `${hour}h${minute}`
    case 'heures-short':
      return minute === '00' ? `${hour}h` : `${hour}h${minute}`
    case 'meridiem':
      return `${twelve}:${minute} ${half === 'a' ? 'AM' : 'PM'}`
    case 'meridiem-dots':
      return `${twelve}:${minute} ${half}.m.`
    case 'meridiem-short':
      return `${twelve}:${minute}${half}`
    case 'meridiem-tight':
      return minute === '00' ? `${twelve}${half}` : `${twelve}${minute}${half}`
  }
}

/** Script length as it is printed: 11 eighths are `1 3/8`. */
export function formatEighths(eighths: number): string {
  const pages = Math.floor(eighths / 8)
  const rest = eighths % 8
  if (rest === 0) return String(pages)
  return pages === 0 ? `${rest}/8` : `${pages} ${rest}/8`
}

/** Moves a clock time by minutes, round midnight if need be. */
export function shiftTime(time: string, minutes: number): string {
  return Temporal.PlainTime.from(time).add({ minutes }).toString({ smallestUnit: 'minute' })
}
