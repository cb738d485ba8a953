'use strict'

/** Draws days: a list of the next ones, and one with everything in it. */
function crewDays(parts) {
  const { askJson, ask, words, locale, say, attempt, titled } = parts
  const { questionsAbout } = crewQuestions(parts)
  const zoned = (instant, timeZone, options) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(new Date(instant))
  const clock = (instant, timeZone) => zoned(instant, timeZone, { hour: '2-digit', minute: '2-digit' })
  /** A calendar date has no zone: read and shown in one and the same. */
  const date = (plain, options) => zoned(`${plain}T00:00:00Z`, 'UTC', options)
  const longDate = (plain) => date(plain, { weekday: 'long', day: 'numeric', month: 'long' })
  /** `2026-11-24T05:10:00+01:00[Europe/Warsaw]` as the instant that it is. */
  const instantOf = (time) => time.replace(/\[.*$/, '')
  const time = (instant, timeZone) =>
    make('time', { dateTime: instant, textContent: clock(instant, timeZone) })
  const state = (day) => make('span', { className: 'state', textContent: words.states[day.state] })

  function wake(day) {
    if (day.state === 'cancelled')
      return make('p', { className: 'wake' }, make('span', { className: 'label' }, words.calledOff))
    if (!day.wakeUp)
      return make('p', { className: 'wake' }, make('span', { className: 'label' }, words.noWakeUp))
    const label = make('span', { className: 'label', textContent: words.wakeUp })
    return make('p', { className: 'wake' }, label, ' ', time(day.wakeUp, day.timeZone))
  }

  function callLine({ call, callIsPersonal, timeZone, location }) {
    const place = [location.name, location.address].filter(Boolean).join(', ')
    const name = call ? (callIsPersonal ? words.personalCall : words.call) : words.noSheet
    return make('p', {}, call ? time(call, timeZone) : '', ` ${[name, place].filter(Boolean).join(', ')}`)
  }

  function card(day) {
    const head = make(
      'h2',
      {},
      make('a', { href: `/days/${day.dayId}`, className: 'whole' }, longDate(day.shootingDate)),
    )
    const when = make('div', { className: 'when' }, head, state(day))
    const title = make('p', { className: 'muted', textContent: day.productionTitle })
    return make('article', {}, when, title, wake(day), callLine(day))
  }

  async function list() {
    const from = new Intl.DateTimeFormat('en-CA').format(new Date())
    const { items } = await askJson(`/schedules?from=${from}&limit=14`)
    titled(words.days)
    return items.length > 0 ? items.map(card) : [make('p', { textContent: words.noDays })]
  }

  async function one(dayId) {
    const day = await askJson(`/schedules/${dayId}?language=${words === crewWords.pl ? 'pl' : 'en'}`)
    titled(`${longDate(day.shootingDate)}: ${day.productionTitle}`)
    const isOn = day.state !== 'cancelled'
    return [
      make(
        'article',
        {},
        make('div', { className: 'when' }, make('h2', {}, longDate(day.shootingDate)), state(day)),
        make('p', { className: 'muted', textContent: day.productionTitle }),
        wake(day),
        callLine(day),
        isOn && day.state === 'pending' && day.call ? confirming(day) : null,
        ...(isOn ? questionsAbout(day) : []),
        isOn ? timeline(day) : null,
        ...sections(day, isOn),
      ),
    ]
  }

  function confirming({ dayId }) {
    const act = async () => {
      await ask(`/schedules/${dayId}/confirm`, { method: 'POST' })
      await attempt.again()
      say(words.confirmed)
    }
    return make(
      'p',
      {},
      make('button', { id: 'confirm', textContent: words.confirm, onclick: () => attempt(act) }),
    )
  }

  function timeline({ route, call, callIsPersonal, wrap, timeZone }) {
    const times = route?.times ?? {}
    const names = ['leaveHome', 'arriveStop', 'leaveStop', 'arriveLocation', 'parked']
    const rows = [
      ...names.map((name) => [times[name] && instantOf(times[name]), words.times[name]]),
      [call, callIsPersonal ? words.personalCall : words.call],
      [wrap, words.times.wrap],
    ].filter(([at]) => at)
    const items = rows.map(([at, what]) => make('li', {}, time(at, timeZone), make('span', {}, what)))
    return items.length > 0 ? make('ol', { className: 'timeline' }, items) : null
  }

  const section = (title, lines) =>
    lines.length > 0
      ? [
          make('h3', { textContent: title }),
          make(
            'ul',
            {},
            lines.map((line) => make('li', {}, line)),
          ),
        ]
      : []

  function sections(day, isOn) {
    const { headings } = words
    const sheet = day.sheet ?? {}
    return [
      section(headings.changes, day.changes.map(changeLine)),
      section(headings.warnings, isOn ? warnings(day) : []),
      section(headings.route, isOn ? routeLines(day) : []),
      section(headings.weather, isOn ? weatherLines(day) : []),
      section(
        headings.scenes,
        (sheet.scenes ?? []).map(({ value }) => sceneLine(value)),
      ),
      section(
        headings.contacts,
        (sheet.contacts ?? []).map(({ value }) => contactLine(value)),
      ),
      section(headings.safety, safetyLines(sheet)),
      section(headings.notes, [
        ...(day.notes ? [day.notes] : []),
        ...(sheet.notes ?? []).map(({ value }) => value),
      ]),
      day.sources.length > 0
        ? make(
            'p',
            {},
            make('a', { className: 'way', href: `/sheets/${day.sources[0].documentId}` }, words.sheet),
          )
        : null,
    ]
  }

  function changeLine({ field, before, after }) {
    const [name, ...key] = field.split('.')
    const what = [words.fields[name] ?? name, ...(name === 'scenes' ? key : [])].join(' ')
    return `${what}: ${before ?? '-'} → ${after ?? words.removed}`
  }

  const warnings = (day) => [
    ...day.warnings.map(({ severity, text }) => make('span', { className: severity, textContent: text })),
    ...day.missing.map((what) => words.missing[what]),
  ]

  function routeLines({ route, location, timeZone }) {
    const lines = [...(route?.legs ?? []).map((leg) => legLine(leg, timeZone)), ...keptLines(route)]
    if (!location.address) return lines
    const href = `https://www.google.com/maps/dir/?api=1&destination=${encodeURIComponent(location.address)}`
    return [...lines, make('a', { className: 'way', href, rel: 'noreferrer', textContent: words.map })]
  }

  /** The clock of a leg counts the traffic that is allowed for; its minutes are told apart from those of the drive. */
  function legLine({ from, to, departAt, arriveAt, driveMinutes, distanceMeters }, timeZone) {
    const [leave, arrive] = [departAt, arriveAt].map((at) => clock(instantOf(at), timeZone))
    const minutes = (new Date(instantOf(arriveAt)) - new Date(instantOf(departAt))) / 60_000
    const drive = Math.round(driveMinutes)
    const traffic = Math.round(minutes - drive)
    const kept = traffic > 0 ? ` + ${traffic} min ${words.minutes.traffic}` : ''
    const kilometres = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(
      distanceMeters / 1000,
    )
    return `${words.places[from]} ${leave} - ${words.places[to]} ${arrive}: ${drive} min ${words.minutes.drive}${kept}, ${kilometres} km`
  }

  /** The time that is kept free beside the road, and what the weather asked for. */
  function keptLines(route) {
    if (!route?.times || !route.buffers) return []
    const { times, buffers, extras } = route
    const names = ['morningRoutineMinutes', 'carChangeMinutes', 'parkingMinutes', 'entryMinutes']
    const kept = names
      .filter((name) => buffers[name] > 0 && (name !== 'carChangeMinutes' || times.arriveStop))
      .map((name) => `${buffers[name]} min ${words.minutes[name]}`)
    const more = [
      [extras.trafficMinutes, words.minutes.ofTraffic],
      [extras.parkingMinutes, words.minutes.ofParking],
    ].flatMap(([minutes, what]) => (minutes > 0 ? [`${minutes} min ${what}`] : []))
    const why = extras.reasons.map((reason) => words.extras[reason] ?? reason).join(', ')
    return [
      ...(kept.length > 0 ? [`${words.minutes.kept}: ${kept.join(', ')}`] : []),
      ...(more.length > 0 ? [`${words.minutes.weather} (${why}): ${more.join(', ')}`] : []),
    ]
  }

  function weatherLines({ weather }) {
    if (!weather?.summary) return []
    const { temperatureMin, temperatureMax, precipitationMm, windMax } = weather.summary
    const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
    const wind = windMax === null ? '' : `, ${Math.round(windMax)} m/s`
    return [
      `${Math.round(temperatureMin)} – ${Math.round(temperatureMax)} °C, ${number.format(precipitationMm)} mm${wind}`,
      ...weather.warnings.map(({ code, severity }) =>
        make('span', { className: severity, textContent: words.weatherWarnings[code] ?? code }),
      ),
      ...(weather.rating ? [words.ratings[weather.rating]] : []),
    ]
  }

  const sceneLine = ({ number, intExt, set, description }) =>
    [[number, intExt, set].filter(Boolean).join(' '), description].filter(Boolean).join(': ')

  function contactLine({ role, name, phone, email }) {
    const who = [role, name].filter(Boolean).join(': ')
    const ways = [
      phone
        ? make('a', { className: 'way', href: `tel:${phone.replace(/[^+\d]/g, '')}`, textContent: phone })
        : null,
      email ? make('a', { className: 'way', href: `mailto:${email}`, textContent: email }) : null,
    ].filter(Boolean)
    return make('div', { className: 'contact' }, who, ways)
  }

  function safetyLines({ safetyNotes = [], hospital }) {
    const place = hospital ? [hospital.value.name, hospital.value.address].filter(Boolean).join(', ') : ''
    return [...safetyNotes.map(({ value }) => value), ...(place ? [`${words.hospital}: ${place}`] : [])]
  }

  return { list, one }
}
