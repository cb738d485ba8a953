/**
 * Where the mails about bookings lead: `/tickets#<booking>.<guest token>`, with `?as=ics` for the calendar. What stands
 * behind the `#` stays in the browser, and the script sends the token in a header: no server's log ever holds it.
 * Buyers with an account have no token in their mail; they sign in.
 */
export const ticketsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Klaps: tickets</title>
<link rel="stylesheet" href="/assets/klaps.css"><link rel="icon" href="data:,">
</head>
<body>
<header><h1>Klaps</h1></header>
<main>
<h2>Your tickets / Twoje bilety</h2>
<p id="said" role="status"></p>
<form id="sign-in" hidden>
<p><label>E-mail <input name="email" type="email" autocomplete="username" required></label></p>
<p><label>Password / Hasło <input name="password" type="password" autocomplete="current-password" required></label></p>
<p><button>Sign in / Zaloguj</button></p>
</form>
<p><a id="file" hidden></a></p>
<noscript><p>This page needs JavaScript: it shows your booking to the box office without writing its key down anywhere.</p></noscript>
</main>
<script src="/assets/tickets.js"></script>
</body>
</html>`

/** Runs in the browser as it stands. */
export const ticketsScript = `'use strict'
const [bookingId = '', token] = location.hash.slice(1).split('.')
const kind = new URLSearchParams(location.search).get('as') === 'ics' ? 'ics' : 'pdf'
const said = document.getElementById('said')
const form = document.getElementById('sign-in')
const link = document.getElementById('file')

async function fetchFile(headers) {
  said.textContent = '...'
  const answer = await fetch('/api/v1/bookings/' + bookingId + '/tickets.' + kind, { headers })
  if (!answer.ok) {
    said.textContent = answer.status === 404
      ? 'There is no such booking of yours. / Nie ma takiej Twojej rezerwacji.'
      : 'There are no tickets at the moment. / W tej chwili nie ma biletów. (' + answer.status + ')'
    return
  }
  link.href = URL.createObjectURL(await answer.blob())
  link.download = 'tickets.' + kind
  link.textContent = kind === 'ics' ? 'For your calendar / Do kalendarza (.ics)' : 'Tickets / Bilety (PDF)'
  link.hidden = false
  form.hidden = true
  said.textContent = ''
}

function complain() {
  said.textContent = 'That did not work; try again. / Nie udało się; spróbuj ponownie.'
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  const { email, password } = Object.fromEntries(new FormData(form))
  fetch('/api/v1/auth/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
    .then(async (answer) => {
      if (!answer.ok) return complain()
      const { accessToken } = await answer.json()
      await fetchFile({ authorization: 'Bearer ' + accessToken })
    })
    .catch(complain)
})

if (!/^[0-9a-f-]{36}$/.test(bookingId)) {
  said.textContent = 'Open this page by the link in your mail. / Otwórz tę stronę linkiem z wiadomości.'
} else if (token) {
  fetchFile({ 'Booking-Token': token }).catch(complain)
} else {
  form.hidden = false
}
`
