'use strict'

/** Of Stripe's test cards, which the simulated gateway knows too; offered in the sandbox only. */
const testCard = 'pm_card_visa'

/**
 * What is held and not paid yet: for what, how much, how long, and how to pay.
 *
 * @param page what the page of the tickets offers its parts
 */
function payingPart(page) {
  const { ask, askJson, askMaybe, make, money, dayAndTime, words, say, attempt, show } = page
  const cards = cardPart(page)
  /** One key for one hold: however often a button is pressed, or an answer lost, it is one payment. */
  const keys = new Map()
  const keyFor = (what) => {
    if (!keys.has(what)) keys.set(what, crypto.randomUUID())
    return keys.get(what)
  }
  let ticking

  async function section(booking) {
    const showtime = await askJson(`/showtimes/${booking.showtimeId}`)
    const { timeZone } = await askJson(`/theaters/${showtime.theaterId}`)
    const countdown = make('p', { id: 'countdown', role: 'timer', className: 'starts' })
    count(countdown, Date.parse(booking.heldUntil))
    return make(
      'section',
      { id: 'paying' },
      make('h2', { textContent: showtime.movieTitle }),
      make('p', { className: 'starts', textContent: dayAndTime(showtime.startsAt, timeZone) }),
      make('p', { textContent: `${showtime.theaterName}, ${showtime.screenName}` }),
      make(
        'ul',
        {},
        ...booking.seats.map(({ seatId, category, amount }) =>
          make('li', {
            textContent: `${words.seat} ${seatId}, ${words.categories[category] ?? category}: ${money(amount, booking.currency)}`,
          }),
        ),
      ),
      make(
        'p',
        {},
        `${words.toPay} `,
        make('strong', { textContent: money(booking.total, booking.currency) }),
      ),
      countdown,
      ...(await waysToPay(booking)),
    )
  }

  function count(place, until) {
    clearInterval(ticking)
    const tick = () => {
      const left = Math.max(0, Math.ceil((until - Date.now()) / 1000))
      place.textContent = `${words.left} ${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`
      if (left > 0) return
      clearInterval(ticking)
      // The box office lets go a moment later.
      setTimeout(() => attempt(show), 2000)
    }
    tick()
    ticking = setInterval(tick, 1000)
  }

  async function waysToPay({ id, total, state }) {
    if (state !== 'held') return []
    const button = (textContent, act) => make('button', { textContent, onclick: () => attempt(act) })
    const actions = (...ways) => make('p', { className: 'actions' }, ...ways)
    if (total === 0) return [actions(button(words.take, () => send(`/bookings/${id}/confirm`, 'free', {})))]
    const gateway = await askJson('/payments/gateway')
    const saved = await askMaybe('/payments/methods?limit=5')
    const ways = (saved?.items ?? []).map(({ id: methodId, brand, last4 }) =>
      button(`${words.payWith} ${brand ?? ''} ${last4 ? `•••• ${last4}` : ''}`.trim(), () =>
        pay(id, { methodId }),
      ),
    )
    if (gateway.sandbox)
      ways.push(
        button(words.payTest, () => pay(id, { token: testCard })),
        make('span', { className: 'sandbox', textContent: words.sandbox }),
      )
    const card = cards.section(gateway, saved !== undefined, (method) => pay(id, method))
    if (ways.length === 0 && !card) return [make('p', { className: 'muted', textContent: words.noWay })]
    return [actions(...ways), card]
  }

  const pay = (bookingId, method) =>
    send('/payments', JSON.stringify(method), { bookingId, method, returnUrl: location.href.split('#')[0] })

  /** A refusal can be tried otherwise: it gets another key. */
  async function send(path, what, body) {
    say(words.paying)
    const headers = { 'content-type': 'application/json', 'idempotency-key': keyFor(what) }
    const answer = await ask(path, { method: 'POST', headers, body: JSON.stringify(body) }).catch((error) => {
      if (error.status !== 402 && error.status !== 409) throw error
      keys.delete(what)
      return error
    })
    if (answer instanceof Error) return await refused(answer)
    const { actionUrl } = await answer.json()
    if (actionUrl && /^https?:/.test(actionUrl)) location.assign(actionUrl)
    else await settled()
  }

  async function refused({ problem }) {
    await show()
    say(problem.code === 'payment.refused' ? words.refused : words.failed)
  }

  /** The box office hears of the money a moment later. */
  async function settled() {
    for (let look = 0; look < 20; look++) {
      if ((await show()) !== 'held') return say(words.thanks)
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
    say(words.noAnswer)
  }

  return { section, end: () => clearInterval(ticking) }
}
