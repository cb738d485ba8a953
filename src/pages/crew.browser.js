'use strict'

/** A member of the crew follows a link from a message. What is shown follows from the address; nothing leads elsewhere. */
{
  const isPolish = navigator.language.toLowerCase().startsWith('pl')
  const locale = isPolish ? 'pl-PL' : 'en-GB'
  const words = crewWords[isPolish ? 'pl' : 'en']
  const said = document.getElementById('said')
  const place = document.getElementById('shown')
  const ways = document.getElementById('ways')
  const session = crewSession()
  document.documentElement.lang = isPolish ? 'pl' : 'en'

  const say = (text) => {
    said.textContent = text
  }
  const titled = (title) => {
    document.title = `Klaps: ${title}`
  }

  /** Whatever goes wrong is said, and can be tried again. */
  async function attempt(act) {
    say('')
    place.ariaBusy = 'true'
    try {
      await act()
    } catch (error) {
      refused(error, act)
    } finally {
      place.ariaBusy = 'false'
    }
  }

  function refused(error, act) {
    if (error.status === 401) return signIn()
    if (error.status === 404 || error.status === 403) {
      place.replaceChildren()
      return say(words.notFound)
    }
    say(error.problem?.detail && error.status === 422 ? error.problem.detail : words.failed)
    said.append(' ', make('button', { textContent: words.again, onclick: () => attempt(act) }))
  }

  const ask = session.ask
  const askJson = async (path) => (await ask(path)).json()
  const parts = { ask, askJson, words, locale, say, attempt, titled }
  const [days, sheets, links] = [crewDays(parts), crewSheets(parts), crewLinks(parts)]

  /** The first part of the address says what, the second which. */
  const [what, id] = location.pathname.split('/').filter(Boolean)
  const pages = {
    days: () => (id ? days.one(id) : days.list()),
    sheets: () => sheets.one(id),
    reminders: () => links.reminder(id),
    mailboxes: () => links.mailbox(id),
    calendars: () => links.calendar(id),
  }

  async function show() {
    if (id && !/^[0-9a-f-]{36}$/.test(id)) throw Object.assign(new Error('No id'), { status: 404 })
    const drawn = await pages[what]()
    place.replaceChildren(...drawn.filter(Boolean))
    ways.replaceChildren(
      make('a', { className: 'way', href: '/days', textContent: words.days }),
      ' ',
      make('button', { id: 'sign-out', textContent: words.signOut, onclick: leave }),
    )
  }
  attempt.again = show

  async function leave() {
    await session.signOut()
    signIn()
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
    form.addEventListener('submit', async (event) => {
      event.preventDefault()
      const { email, password } = Object.fromEntries(new FormData(form))
      say('')
      try {
        await session.signIn(email, password)
      } catch ({ status }) {
        return say(status === 401 ? words.signInFailed : status === 429 ? words.tooOften : words.failed)
      }
      await attempt(show)
    })
    titled(words.signIn)
    ways.replaceChildren()
    place.replaceChildren(make('h2', { textContent: words.signIn }), form)
  }

  if (session.isOpen()) attempt(show)
  else signIn()
}
