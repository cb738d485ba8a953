'use strict'

/** Draws a document that a person has to look at: what was read, what of it is unsure, and the page itself. */
function crewSheets({ askJson, ask, words, say, attempt, titled }) {
  /** Values that a plan stands on; each with the kind of box that it is typed into. */
  const editable = [
    ['shootingDate', 'date'],
    ['crewCall', 'time'],
    ['personalCall', 'time'],
    ['estimatedWrap', 'time'],
  ]
  /** Below this a value is shown as unsure. */
  const sure = 0.8

  async function one(documentId) {
    const document = await askJson(`/pdf/${documentId}`)
    titled(document.fileName || words.sheet)
    const { sheet } = document
    const head = make(
      'div',
      { className: 'when' },
      make('h2', {}, document.fileName || words.sheet),
      make('span', { className: 'state', textContent: words.sheetStates[document.state] }),
    )
    const why = words.problems[document.reason]
    const advice = document.state === 'unreadable' ? words.sendAgain : ''
    const reason = why
      ? make('p', { className: 'warning', textContent: [why, advice].filter(Boolean).join(' ') })
      : null
    const isSheet = sheet && sheet.kind === 'call-sheet'
    return [
      head,
      reason,
      isSheet ? form(documentId, sheet) : null,
      isSheet ? furtherPlaces(sheet) : null,
      ...problems(sheet),
      ...(await pictures(documentId, document.pages)),
    ]
  }

  function form(documentId, sheet) {
    const rows = editable.map(([name, type]) => {
      const field = sheet[name]
      const input = make('input', { name, type, value: field?.value ?? '' })
      const doubt = !field ? words.missingValue : field.confidence < sure ? words.unsure : ''
      const mark = doubt ? make('span', { className: 'warning', textContent: ` (${doubt})` }) : null
      return make('p', {}, make('label', {}, words.fields[name], mark, input))
    })
    rows.push(...placeRows(sheet.locations[0]))
    const buttons = make(
      'p',
      { className: 'actions' },
      make('button', { type: 'submit', id: 'save', textContent: words.save }),
      make('button', {
        type: 'button',
        id: 'right',
        textContent: words.rightAsItIs,
        onclick: () => send({}),
      }),
    )
    const element = make('form', { id: 'sheet' }, rows, buttons)
    const send = (values, items = {}) =>
      attempt(async () => {
        await ask(`/pdf/${documentId}/fields`, { method: 'PATCH', json: { values, items, confirm: true } })
        await attempt.again()
        say(words.saved)
      })
    element.addEventListener('submit', (event) => {
      event.preventDefault()
      const typed = Object.fromEntries(new FormData(element))
      const changed = editable.filter(([name]) => typed[name] !== (sheet[name]?.value ?? ''))
      send(
        Object.fromEntries(changed.map(([name]) => [name, typed[name] || null])),
        movedPlace(sheet.locations[0], typed),
      )
    })
    return element
  }

  /** Where the day begins; a map has to know its address. */
  function placeRows(first) {
    const doubt = !first ? words.missingValue : first.confidence < sure ? words.unsure : ''
    const mark = doubt ? make('span', { className: 'warning', textContent: ` (${doubt})` }) : null
    const row = (label, name, value) =>
      make(
        'p',
        {},
        make(
          'label',
          {},
          label,
          mark,
          make('input', { name, type: 'text', maxLength: 300, value: value ?? '' }),
        ),
      )
    return [
      row(words.locationName, 'placeName', first?.value.name),
      row(words.address, 'placeAddress', first?.value.address),
    ]
  }

  /** The change of the first location as the API takes it; nothing where it is as it was. */
  function movedPlace(first, { placeName, placeAddress }) {
    const before = first?.value ?? null
    const [name, address] = [placeName.trim() || null, placeAddress.trim() || null]
    if (name === (before?.name ?? null) && address === (before?.address ?? null)) return {}
    return { locations: [{ before, after: name || address ? { name, address } : null }] }
  }

  function furtherPlaces({ locations }) {
    const places = locations
      .slice(1)
      .map(({ value }) => [value.name, value.address].filter(Boolean).join(', '))
    return places.length > 0 ? make('p', {}, `${words.fields.locations} 2: ${places.join('; ')}`) : null
  }

  const problems = (sheet) => {
    const codes = [...new Set((sheet?.problems ?? []).map(({ code }) => code))]
    const said = codes.flatMap((code) => words.problems[code] ?? [])
    return said.length === 0
      ? []
      : [
          make(
            'ul',
            {},
            said.map((text) => make('li', { className: 'warning', textContent: text })),
          ),
        ]
  }

  /** The first page at once, each other when one comes to it: a file may have fifty. */
  async function pictures(documentId, pages) {
    if (!pages) return []
    const frames = Array.from({ length: pages }, (_, index) => frame(documentId, index + 1))
    if (!(await frames[0].draw())) return []
    const near = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue
        near.unobserve(target)
        frames.find(({ element }) => element === target).draw()
      }
    })
    for (const { element } of frames.slice(1)) near.observe(element)
    return [
      make('h3', {}, words.pages),
      make('p', { className: 'muted', textContent: words.enlarge }),
      ...frames.map(({ element }) => element),
    ]
  }

  /** Fits the screen; touched, its print is large enough to read and the page moves under the finger. */
  function frame(documentId, page) {
    const label = `${words.page} ${page}`
    const button = make('button', { type: 'button', className: 'sheet-page', textContent: label })
    const element = make('div', { className: 'scroll' }, button)
    button.ariaPressed = 'false'
    button.addEventListener('click', () => {
      button.ariaPressed = String(button.classList.toggle('large'))
    })
    const draw = async () => {
      const src = await picture(documentId, page)
      if (src) button.replaceChildren(make('img', { className: 'page', src, alt: label }))
      return Boolean(src)
    }
    return { element, draw }
  }

  /** As an address of its own data: the page's policy lets no other picture in. Undefined where none can be drawn. */
  async function picture(documentId, page) {
    const answer = await ask(`/pdf/${documentId}/pages/${page}?width=1400`).catch(() => undefined)
    if (!answer) return undefined
    const bytes = new Uint8Array(await answer.arrayBuffer())
    return `data:image/png;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`
  }

  return { one }
}
