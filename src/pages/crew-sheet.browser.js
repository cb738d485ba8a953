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
    const reason = why ? make('p', { className: 'warning', textContent: why }) : null
    const isSheet = sheet && sheet.kind === 'call-sheet'
    return [
      head,
      reason,
      isSheet ? form(documentId, sheet) : null,
      isSheet ? placeLine(sheet) : null,
      ...problems(sheet),
      ...(await picture(documentId, document.pages)),
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
    const send = (values) =>
      attempt(async () => {
        await ask(`/pdf/${documentId}/fields`, { method: 'PATCH', json: { values, confirm: true } })
        await attempt.again()
        say(words.saved)
      })
    element.addEventListener('submit', (event) => {
      event.preventDefault()
      const typed = Object.fromEntries(new FormData(element))
      const changed = editable.filter(([name]) => typed[name] !== (sheet[name]?.value ?? ''))
      send(Object.fromEntries(changed.map(([name]) => [name, typed[name] || null])))
    })
    return element
  }

  function placeLine({ locations }) {
    const places = locations.map(({ value }) => [value.name, value.address].filter(Boolean).join(', '))
    return make('p', {}, `${words.fields.locations}: ${places.join('; ') || words.missingValue}`)
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

  /** As an address of its own data: the page's policy lets no other picture in. */
  async function picture(documentId, pages) {
    if (!pages) return []
    const answer = await ask(`/pdf/${documentId}/pages/1?width=800`).catch(() => undefined)
    if (!answer) return []
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const src = `data:image/png;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`
    return [make('h3', {}, words.pages), make('img', { className: 'page', src, alt: words.pages })]
  }

  return { one }
}
