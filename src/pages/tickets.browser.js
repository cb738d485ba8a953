'use strict'

/** A cinema-goer's tickets on their phone. Reads and changes the booking through the public API, as anybody may. */
{
  const inPath = /^\/bookings\/([^/]+)$/.exec(location.pathname)?.[1]
  const behindHash = location.hash.slice(1).split('.')
  const [bookingId = '', token] = inPath ? [inPath, behindHash[0]] : behindHash
  const isPolish = navigator.language.toLowerCase().startsWith('pl')
  const locale = isPolish ? 'pl-PL' : 'en-GB'
  const words = ticketsWords[isPolish ? 'pl' : 'en']
  const said = document.getElementById('said')
  const place = document.getElementById('booking')
  let headers = token ? { 'Booking-Token': token } : undefined

  document.documentElement.lang = isPolish ? 'pl' : 'en'
  document.title = `Klaps: ${words.tickets}`

  /** An element with properties and children; texts are texts, never markup. */
  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties)
    element.append(...children.filter((child) => child !== null))
    return element
  }

  const say = (text) => {
    said.textContent = text
  }

  /** @throws the problem document of a refusal, with its status */
  async function ask(path, options = {}) {
    const answer = await fetch(`/api/v1${path}`, {
      ...options,
      headers: { ...headers, ...options.headers },
      signal: AbortSignal.timeout(20_000),
    })
    if (answer.ok) return answer
    throw Object.assign(new Error(`${path} answered ${answer.status}`), {
      status: answer.status,
      problem: await answer.json().catch(() => ({})),
    })
  }
  const askJson = async (path) => (await ask(path)).json()
  /** What may not be there yet, or never was. */
  const askMaybe = (path) =>
    askJson(path).catch((error) => {
      if (headers?.['Booking-Token'] && error.status === 401) return undefined
      if (error.status === 404 || error.status === 409) return undefined
      throw error
    })

  const inZone = (instant, timeZone, options) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone }).format(new Date(instant))
  const dayAndTime = (instant, timeZone) =>
    inZone(instant, timeZone, { dateStyle: 'full', timeStyle: 'short' })
  const clock = (instant, timeZone) => inZone(instant, timeZone, { timeStyle: 'short' })
  function money(minor, currency) {
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency })
    return format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits)
  }

  const paying = payingPart({
    ask,
    askJson,
    askMaybe,
    make,
    money,
    dayAndTime,
    words,
    say,
    attempt,
    show,
  })

  /** Everything about the booking, anew. Resolves to the state that it is in. */
  async function show() {
    const [booking, tickets, payment] = await Promise.all([
      askJson(`/bookings/${bookingId}`),
      askMaybe(`/bookings/${bookingId}/tickets`),
      askMaybe(`/payments/of/${bookingId}`),
    ])
    if (booking.state === 'held') {
      place.replaceChildren(occasion(booking), await paying.section(booking))
      return booking.state
    }
    paying.end()
    const items = tickets?.items ?? []
    const codes = await Promise.all(
      items.map(({ id, state }) => (state === 'cancelled' ? undefined : codeOf(id))),
    )
    place.replaceChildren(
      occasion(booking, items[0]),
      ...items.map((ticket, index) => ticketCard(ticket, codes[index])),
      files(booking, items),
      sums(booking, payment),
      givingBack(booking, items),
    )
    return booking.state
  }

  /** As an address of its own data: the page's policy lets no other picture in. */
  const codeOf = async (ticketId) =>
    `data:image/svg+xml,${encodeURIComponent(await (await ask(`/tickets/${ticketId}/qr.svg`)).text())}`

  function occasion({ reference, state, cancelReason, heldUntil }, ticket) {
    const states = {
      held: heldUntil && `${words.held} ${clock(heldUntil)}.`,
      expired: words.expired,
      cancelled: `${words.over} ${words.reasons[cancelReason] ?? ''}`,
    }
    const about = ticket
      ? [
          make('h2', { textContent: ticket.movieTitle || words.tickets }),
          make('p', { className: 'starts' }, timeOf(ticket)),
          make('p', {}, `${ticket.theaterName}, ${ticket.screenName}`),
          make('p', { className: 'muted', textContent: ticket.theaterAddress }),
        ]
      : [make('h2', { textContent: words.tickets })]
    return make(
      'section',
      { id: 'occasion' },
      ...about,
      make('p', {}, `${words.reference} `, make('strong', { textContent: reference })),
      states[state] ? make('p', { className: 'severe', textContent: states[state] }) : null,
    )
  }

  const timeOf = ({ startsAt, timeZone }) =>
    make('time', { dateTime: startsAt, textContent: dayAndTime(startsAt, timeZone) })

  function ticketCard({ seatId, category, state, admittedAt, timeZone }, code) {
    const title = make('h3', {}, `${words.seat} ${seatId}`)
    const kind = make('span', { className: 'muted', textContent: words.categories[category] ?? category })
    const notes = {
      valid: make('p', { className: 'muted', textContent: words.showCode }),
      admitted: make('p', {
        className: 'ok',
        textContent: `${words.admitted}: ${admittedAt ? clock(admittedAt, timeZone) : ''}`,
      }),
      cancelled: make('p', { className: 'severe', textContent: words.cancelled }),
    }
    return make(
      'article',
      { className: `ticket ${state}` },
      make('div', { className: 'when' }, title, kind),
      code ? make('img', { className: 'qr', src: code, alt: `${words.code} ${seatId}` }) : null,
      notes[state],
    )
  }

  function files({ reference, state }, tickets) {
    if (tickets.length === 0) return make('p')
    const button = (kind) =>
      make('button', {
        id: kind,
        textContent: words[kind],
        onclick: () => attempt(() => save(kind, `klaps-${reference}.${kind}`)),
      })
    const isOver = state === 'cancelled'
    return make('p', { className: 'actions' }, isOver ? null : button('pdf'), button('ics'))
  }

  async function save(kind, name) {
    const url = URL.createObjectURL(await (await ask(`/bookings/${bookingId}/tickets.${kind}`)).blob())
    make('a', { href: url, download: name }).click()
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
  }

  function sums({ total, currency, state }, payment) {
    const lines = [
      state === 'confirmed' || state === 'admitted' ? `${words.paid}: ${money(total, currency)}` : null,
    ]
    if (payment?.refunded > 0) lines.push(`${words.refunded}: ${money(payment.refunded, currency)}`)
    if (payment?.refundPending > 0)
      lines.push(`${words.refunded}: ${money(payment.refundPending, currency)} (${words.onItsWay})`)
    return make(
      'section',
      { id: 'sums' },
      ...lines.filter(Boolean).map((textContent) => make('p', { textContent })),
    )
  }

  /** The form for what the rules allow now; the box office has the last word. */
  function givingBack({ state, cancellableUntil, currency, seats }, tickets) {
    const valid = tickets.filter((ticket) => ticket.state === 'valid')
    if (state !== 'confirmed' || valid.length === 0 || !cancellableUntil) return make('p')
    if (new Date(cancellableUntil) <= new Date())
      return make('p', { className: 'muted', textContent: words.tooLate })
    const prices = new Map(seats.map(({ seatId, amount }) => [seatId, amount]))
    const form = make(
      'form',
      {},
      make('p', {
        className: 'muted',
        textContent: `${words.until} ${dayAndTime(cancellableUntil, valid[0].timeZone)}`,
      }),
      group(
        words.which,
        valid.map(({ seatId }) =>
          choice('checkbox', 'seat', seatId, `${seatId}, ${money(prices.get(seatId), currency)}`),
        ),
      ),
      group(words.where, [
        choice('radio', 'to', 'method', words.toMethod, true),
        choice('radio', 'to', 'voucher', words.toVoucher),
      ]),
      make('p', {}, make('button', { textContent: words.next })),
    )
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      const chosen = new FormData(form)
      const seatIds = chosen.getAll('seat')
      if (seatIds.length === 0) return say(words.none)
      say('')
      confirmed(seatIds, () => giveBack(seatIds, chosen.get('to')))
    })
    return make('details', { id: 'give-back' }, make('summary', { textContent: words.giveBack }), form)
  }

  const group = (legend, choices) => make('fieldset', {}, make('legend', { textContent: legend }), ...choices)
  const choice = (type, name, value, text, checked = false) =>
    make('label', { className: 'choice' }, make('input', { type, name, value, checked }), ` ${text}`)

  /** Nothing is given back by a slip of the thumb. */
  function confirmed(seatIds, act) {
    const form = make(
      'form',
      { method: 'dialog' },
      make('p', { textContent: `${words.sure} (${seatIds.join(', ')})` }),
      make(
        'p',
        { className: 'actions' },
        make('button', { value: 'no', textContent: words.no }),
        make('button', { value: 'yes', textContent: words.yes }),
      ),
    )
    const dialog = make('dialog', {}, form)
    dialog.addEventListener('close', () => {
      dialog.remove()
      if (dialog.returnValue === 'yes') attempt(act)
    })
    document.body.append(dialog)
    dialog.showModal()
  }

  async function giveBack(seatIds, refundTo) {
    const answer = await ask(`/bookings/${bookingId}/cancellations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ seatIds, refundTo }),
    })
    const { refundVoucher } = await answer.json()
    await show()
    say(refundVoucher ? `${words.done} ${words.voucher} ${refundVoucher}` : words.done)
    said.scrollIntoView()
  }

  function signIn() {
    const field = (name, type, autocomplete) =>
      make(
        'p',
        {},
        make('label', {}, words[name], make('input', { name, type, autocomplete, required: true })),
      )
    const form = make(
      'form',
      { id: 'sign-in' },
      field('email', 'email', 'username'),
      field('password', 'password', 'current-password'),
      make('p', {}, make('button', { textContent: words.signIn })),
    )
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      attempt(async () => {
        const body = JSON.stringify(Object.fromEntries(new FormData(form)))
        const options = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
        const { accessToken } = await (await ask('/auth/sign-in', options)).json()
        headers = { authorization: `Bearer ${accessToken}` }
        await show()
      })
    })
    place.replaceChildren(make('h2', { textContent: words.tickets }), form)
  }

  /** Whatever goes wrong is said, and can be tried again. */
  async function attempt(act) {
    say('')
    place.ariaBusy = 'true'
    try {
      await act()
    } catch (error) {
      if (error.status === 404) return say(words.noBooking)
      if (error.status === 401) {
        headers = undefined
        signIn()
        return say(words.signInFailed)
      }
      say(error.problem?.code === 'booking.too-late' ? words.tooLate : words.failed)
      said.append(' ', make('button', { textContent: words.again, onclick: () => attempt(act) }))
    } finally {
      place.ariaBusy = 'false'
    }
  }

  async function open() {
    await show()
    if (new URLSearchParams(location.search).get('as') === 'ics') document.getElementById('ics')?.click()
  }

  if (!/^[0-9a-f-]{36}$/.test(bookingId)) say(words.openByLink)
  else if (headers) attempt(open)
  else signIn()
  // The phone is taken out again at the door: by then a seat may have been given back, or the showtime moved.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && headers && !document.querySelector('dialog, details[open]'))
      attempt(show)
  })
}
