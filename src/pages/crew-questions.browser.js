'use strict'

/** What a day waits for its reader to decide: a revision, or their own calendar, says otherwise than they or the sheet. */
function crewQuestions({ ask, words, say, attempt }) {
  const { questions } = words
  const shown = (value) =>
    value && typeof value === 'object'
      ? [value.name, value.address].filter(Boolean).join(', ')
      : (value ?? '-')

  function questionsAbout({ dayId, edits }) {
    const open = edits.filter(({ conflict }) => conflict)
    if (open.length === 0) return []
    return [
      make('h3', { textContent: words.headings.questions }),
      ...open.map((edit) => question(dayId, edit)),
    ]
  }

  function question(dayId, { field, printed, edited }) {
    const isDeletion = field === 'deleted'
    const text = isDeletion
      ? questions.deleted
      : `${words.fields[field]}: ${questions.printed} ${shown(printed)}, ${questions.mine} ${shown(edited)}.`
    const answer = (keep, label) =>
      make('button', { textContent: label, className: keep, onclick: () => send(dayId, field, keep) })
    return make(
      'div',
      { className: 'question' },
      make('p', { className: 'warning', textContent: text }),
      make('p', { className: 'actions' }, [
        answer('mine', isDeletion ? questions.drop : `${questions.take}: ${shown(edited)}`),
        answer('revision', isDeletion ? questions.keepDay : `${questions.take}: ${shown(printed)}`),
      ]),
    )
  }

  const send = (dayId, field, keep) =>
    attempt(async () => {
      await ask(`/schedules/${dayId}/edits/${field}`, { method: 'POST', json: { keep } })
      await attempt.again()
      say(questions.answered)
    })

  return { questionsAbout }
}
