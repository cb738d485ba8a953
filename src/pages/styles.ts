/** One stylesheet, no framework: readable on a phone first, in light and dark. */
export const styles = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --warn: #b45309; --bad: #b91c1c; --good: #15803d }
* { box-sizing: border-box }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; justify-content: space-between }
h1 { font-size: 1.5rem; margin: .5rem 0 } h2 { font-size: 1.2rem; margin: 0 } h3 { font-size: 1rem; margin: 1.2rem 0 .3rem }
a { color: inherit }
.sandbox { background: #fde68a; color: #451a03; padding: .6rem .8rem; border-radius: .4rem; margin: 0 0 1rem }
article { border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin: 1rem 0 }
.when { display: flex; flex-wrap: wrap; gap: .3rem 1rem; justify-content: space-between; align-items: baseline }
.state { font-size: .85rem; border: 1px solid var(--line); border-radius: 1rem; padding: 0 .6rem }
.wake { font-size: 2.2rem; font-weight: 700; line-height: 1.1; margin: .6rem 0 0 }
.wake small { font-size: 1rem; font-weight: 400 }
ol.timeline { list-style: none; padding: 0; margin: .6rem 0 } ol.timeline li { display: flex; gap: 1rem; border-left: 2px solid var(--line); padding: .15rem 0 .15rem .8rem }
ol.timeline time { font-variant-numeric: tabular-nums; min-width: 3.2rem; font-weight: 600 }
table { border-collapse: collapse; width: 100%; font-size: .9rem } th, td { text-align: left; padding: .25rem .5rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
.scroll { overflow-x: auto } .warning { color: var(--warn) } .severe, .failed { color: var(--bad) } .ok { color: var(--good) }
.muted { opacity: .75; font-size: .9rem } details summary { cursor: pointer } footer { margin: 2rem 0; font-size: .9rem }
`
