/** One stylesheet, no framework: readable on a phone first, in light and dark; text keeps a contrast of 4.5 to 1. */
export const styles = `
:root { color-scheme: light dark; --line: light-dark(#c9c9c9, #555); --muted: light-dark(#595959, #b5b5b5);
  --warn: light-dark(#92400e, #fbbf24); --bad: light-dark(#b91c1c, #fca5a5); --good: light-dark(#166534, #86efac) }
* { box-sizing: border-box }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; overflow-wrap: anywhere;
  color: light-dark(#1a1a1a, #ededed); background: light-dark(#fff, #161616) }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; justify-content: space-between }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 0; padding: 0 }
nav a { display: inline-block; padding: .25rem 0 }
h1 { font-size: 1.5rem; margin: .5rem 0 } h2 { font-size: 1.25rem; margin: 1.5rem 0 .3rem } h3 { font-size: 1.1rem; margin: 0 }
section > h3 { margin-top: 1.2rem }
h4 { font-size: 1rem; margin: 1rem 0 .2rem } ul, ol { margin: .2rem 0 .6rem; padding-left: 1.2rem } p { margin: .4rem 0 }
a { color: inherit } code { font-size: .9em }
.sandbox { background: #fde68a; color: #451a03; padding: .6rem .8rem; border-radius: .4rem; margin: .5rem 0 1rem }
article { border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin: 1rem 0 }
.when { display: flex; flex-wrap: wrap; gap: .3rem 1rem; justify-content: space-between; align-items: baseline }
.state { font-size: .85rem; border: 1px solid var(--line); border-radius: 1rem; padding: 0 .6rem; white-space: nowrap }
.wake { font-size: 2.6rem; font-weight: 700; line-height: 1.1; margin: .6rem 0 0 }
.wake .label { display: block; font-size: 1rem; font-weight: 400; color: var(--muted) }
time { font-variant-numeric: tabular-nums; font-weight: 600 } .wake time { font-weight: inherit }
ol.timeline { list-style: none; padding: 0; margin: .8rem 0 }
ol.timeline li { display: flex; gap: 1rem; border-left: 3px solid var(--line); padding: .15rem 0 .15rem .8rem }
ol.timeline time { min-width: 3.2rem; flex: none }
table { border-collapse: collapse; width: 100%; font-size: .9rem; overflow-wrap: normal }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
tbody th { font-weight: 400 } caption { text-align: left; color: var(--muted); padding: .3rem 0; overflow-wrap: anywhere }
.scroll, pre { overflow-x: auto } pre { border: 1px solid var(--line); border-radius: .4rem; padding: .6rem .8rem; overflow-wrap: normal }
.muted, footer { color: var(--muted); font-size: .9rem } footer { margin: 2rem 0 1rem }
.warning { color: var(--warn) } .severe, .failed { color: var(--bad); font-weight: 600 } .ok { color: var(--good) }
details { border-bottom: 1px solid var(--line) } summary { cursor: pointer; padding: .6rem 0 }
summary .muted { display: inline-block }
button { font: inherit; min-height: 2.75rem; padding: .4rem 1rem; border: 1px solid var(--line); border-radius: .4rem;
  cursor: pointer; color: inherit; background: light-dark(#f2f2f2, #2b2b2b) }
input:not([type=checkbox], [type=radio]) { font: inherit; display: block; width: 100%; max-width: 24rem; padding: .5rem }
fieldset { border: 0; padding: 0; margin: .6rem 0 } legend { font-weight: 600; padding: 0 }
.choice { display: block; padding: .5rem 0 } .choice input { width: 1.25rem; height: 1.25rem; vertical-align: middle }
dialog { max-width: min(26rem, 90vw); border: 1px solid var(--line); border-radius: .6rem; color: inherit;
  background: light-dark(#fff, #222) } dialog::backdrop { background: #0008 }
.tickets { max-width: 30rem; margin: 0 auto } .starts { font-size: 1.15rem } .actions { display: flex; flex-wrap: wrap; gap: .6rem }
.ticket h3 { font-size: 1.6rem } .ticket.cancelled { opacity: .75 } .ticket.cancelled h3 { text-decoration: line-through }
.qr { display: block; width: 100%; max-width: 20rem; margin: .8rem auto; background: #fff; image-rendering: pixelated }
.crew { max-width: 40rem; margin: 0 auto } .page { display: block; width: 100%; background: #fff }
.sheet-page { display: block; width: 100%; padding: 0; margin: 0 0 .6rem; cursor: zoom-in } .sheet-page.large { width: 55rem; cursor: zoom-out }
.way { display: inline-block; min-height: 2.75rem; padding: .55rem 0 } article h2 { margin: 0 } article h3 { margin: 1rem 0 .2rem } article li { padding: .1rem 0 }
.whole { text-decoration: none } .whole::after { content: ''; position: absolute; inset: 0 } article:has(.whole) { position: relative }
.contact .way { display: block; min-height: 2.25rem; padding: .35rem 0 }
#ways { display: flex; flex-wrap: wrap; gap: 1rem; align-items: center }
@media print { header, .actions, details, #said { display: none } .ticket { break-inside: avoid } }
`
