import { readFileSync } from 'node:fs'

/**
 * Where the mails about bookings lead: `/tickets#<booking>.<guest token>`, with `?as=ics` for the calendar. What stands
 * behind the `#` stays in the browser, and the script sends the token in a header: no server's log ever holds it.
 * Buyers with an account have no token in their mail; they sign in. The bot leads to `/bookings/<booking>`, the same page, to
 * pay a hold: what is held, how long, and the ways to pay, a card that is typed in among them. What is shown is drawn by `tickets.browser.js`, in
 * the language of the phone.
 */
export const ticketsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Klaps: tickets</title>
<link rel="stylesheet" href="/assets/klaps.css"><link rel="icon" href="data:,">
</head>
<body>
<header><h1>Klaps</h1></header>
<main class="tickets">
<p id="said" role="status"></p>
<div id="booking"></div>
<noscript><p>This page needs JavaScript: it shows your booking to the box office without writing its key down anywhere.
Ta strona wymaga JavaScriptu.</p></noscript>
</main>
<script src="/assets/tickets.js"></script>
</body>
</html>`

/** Runs in the browser as it stands: its words, and what it does. */
export const ticketsScript = [
  'tickets-words.browser.js',
  'card.browser.js',
  'paying.browser.js',
  'tickets.browser.js',
]
  .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
  .join('\n')
