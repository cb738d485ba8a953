'use strict'

/** Draws what else a message leads to: a reminder, and a mailbox or calendar that was cut off. */
function crewLinks({ askJson, ask, words, locale, say, attempt, titled }) {
  async function reminder(reminderId) {
    const one = await askJson(`/reminders/${reminderId}`)
    titled(`${words.reminder}: ${one.text}`)
    const options = { dateStyle: 'full', timeStyle: 'short', timeZone: one.timeZone }
    const next = one.nextAt && new Intl.DateTimeFormat(locale, options).format(new Date(one.nextAt))
    const act = (path, json, spoken) => () =>
      attempt(async () => {
        await ask(`/reminders/${reminderId}/${path}`, { method: 'POST', ...(json ? { json } : {}) })
        await attempt.again()
        say(spoken)
      })
    const buttons = make(
      'p',
      { className: 'actions' },
      make('button', { id: 'done', textContent: words.done, onclick: act('complete', null, words.doneSaid) }),
      make('button', {
        id: 'snooze',
        textContent: words.snooze,
        onclick: act('snooze', { minutes: 10 }, words.snoozed),
      }),
    )
    return [
      make(
        'article',
        {},
        make('h2', { textContent: one.text }),
        make('p', { className: 'muted', textContent: next ? `${words.next}: ${next}` : words.completed }),
        one.state === 'completed' ? null : buttons,
      ),
    ]
  }

  /** @param again makes the address at Google that connects it again; null where there is none */
  function linked(title, name, state, { error, again }) {
    titled(`${title}: ${name}`)
    const reconnect = () =>
      attempt(async () => {
        location.assign((await (await ask(again, { json: {} })).json()).url)
      })
    const cutOff = state === 'reconnect'
    return [
      make(
        'article',
        {},
        make(
          'div',
          { className: 'when' },
          make('h2', { textContent: name }),
          make('span', { className: 'state', textContent: words.linkStates[state] }),
        ),
        make('p', { className: 'muted', textContent: title }),
        error ? make('p', { className: 'warning', textContent: error }) : null,
        cutOff ? null : make('p', { textContent: words.connectedFine }),
        cutOff && again
          ? make(
              'p',
              {},
              make('button', { id: 'reconnect', textContent: words.reconnect, onclick: reconnect }),
            )
          : null,
      ),
    ]
  }

  async function mailbox(mailboxId) {
    const { kind, address, state, lastErrorText } = await found('/mailboxes', mailboxId)
    const error = state === 'reconnect' ? (lastErrorText?.[locale.slice(0, 2)] ?? words.imapAgain) : null
    return linked(words.mailbox, address, state, {
      error,
      again: kind === 'gmail' ? '/mailboxes/gmail' : null,
    })
  }

  async function calendar(calendarId) {
    const { kind, name, state } = await found('/calendar', calendarId)
    return linked(words.calendar, name, state, {
      error: null,
      again: kind === 'google' ? '/calendar/google' : null,
    })
  }

  /** A person has a handful of them: the list holds it, or it is not theirs. */
  async function found(path, id) {
    const { items } = await askJson(path)
    const one = items.find((each) => each.id === id)
    if (!one) throw Object.assign(new Error(`No ${id} in ${path}`), { status: 404 })
    return one
  }

  return { reminder, mailbox, calendar }
}
