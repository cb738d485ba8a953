import { readFileSync } from 'node:fs'

/** Where messages lead a member of the crew; `src/services/notification/links.ts` makes the links. */
export const crewPaths = [
  '/days',
  '/days/:id',
  '/sheets/:id',
  '/reminders/:id',
  '/mailboxes/:id',
  '/calendars/:id',
] as const

/**
 * One page for each of them: it reads from its own address what to show, asks the public API with the reader's own token
 * and draws it. Whoever is not signed in signs in on the page itself, so the address never changes and no link can lead on
 * to another site. What is not the reader's is not found by the API, and the page says so.
 */
export const crewPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Klaps</title>
<link rel="stylesheet" href="/assets/klaps.css"><link rel="icon" href="data:,">
</head>
<body>
<header><h1>Klaps</h1><nav id="ways" aria-label="Klaps"></nav></header>
<main class="crew">
<p id="said" role="status"></p>
<div id="shown"></div>
<noscript><p>This page needs JavaScript: it shows your days with your own key. Ta strona wymaga JavaScriptu.</p></noscript>
</main>
<script src="/assets/crew.js"></script>
</body>
</html>`

/** Runs in the browser as it stands: its words, the session, and what is drawn. */
export const crewScript = [
  'crew-words.browser.js',
  'crew-session.browser.js',
  'crew-questions.browser.js',
  'crew-day.browser.js',
  'crew-sheet.browser.js',
  'crew-links.browser.js',
  'crew.browser.js',
]
  .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
  .join('\n')
