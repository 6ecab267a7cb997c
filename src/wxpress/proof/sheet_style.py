"""校样的样式：the colours and measures of the HTML that a proof is read in; red stretch, blue squeeze, on paper."""

STYLE = """
:root { --ink: #23262b; --soft: #69707a; --line: #d9dce1; --paper: #fff; --desk: #eef0f3; --accent: #1f5f8b;
  --bad: #b3261e; --good: #1d6f42;
  font: 15px/1.65 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: var(--ink);
  background: var(--desk) }
* { box-sizing: border-box }
body { margin: 0 }
header, main { max-width: 1240px; margin: 0 auto; padding: 0 24px }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 20px; padding-top: 28px }
h1 { margin: 0; font-size: 26px; line-height: 1.3; overflow-wrap: anywhere }
h1 small { color: var(--soft); font-weight: 400; font-size: 18px }
h2 { margin: 0 0 8px; font-size: 17px }
.verdict { margin: 0; padding: 1px 12px; border-radius: 4px; color: #fff }
.verdict.good { background: var(--good) } .verdict.bad { background: var(--bad) }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(180px, 1fr)); gap: 12px; margin: 20px 0 }
.figures div, section { background: var(--paper); border: 1px solid var(--line); border-radius: 6px;
  padding: 14px 18px }
.figures dt { color: var(--soft); font-size: 13px } .figures dd { margin: 0; font-size: 26px; line-height: 1.35 }
.figures small { display: block; font-size: 12px; color: var(--soft) }
section { margin: 0 0 14px }
.nothing { margin: 0; color: var(--soft) }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-size: 14px }
th { text-align: left; font-weight: 500; color: var(--soft); font-size: 13px; white-space: nowrap }
th, td { padding: 5px 14px 5px 0; border-bottom: 1px solid var(--line); vertical-align: top }
tr:last-child td { border-bottom: 0 }
td { font-variant-numeric: tabular-nums } td:not(:last-child) { white-space: nowrap }
td:last-child { min-width: 18em } td small { color: var(--soft) }
a { color: var(--accent); text-decoration: none } a:hover { text-decoration: underline }
.chip { display: inline-block; min-width: 3.6em; text-align: center; border-radius: 3px; font-weight: 500 }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; list-style: none; margin: 22px 0 12px; padding: 0;
  font-size: 13px }
.legend i { display: inline-block; width: 26px; height: 13px; margin-right: 6px; vertical-align: -2px;
  border: 1px solid rgb(0 0 0 / .12) }
.pages { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 520px), 1fr)); gap: 20px;
  padding-bottom: 40px }
figure { margin: 0 } figcaption { color: var(--soft); font-size: 13px; margin-bottom: 4px }
svg { display: block; width: 100%; height: auto; background: var(--paper); border: 1px solid var(--line) }
svg text { font-family: "Noto Serif CJK SC", "Songti SC", SimSun, serif; fill: var(--ink) }
g:target rect { stroke: var(--ink); stroke-width: 1.5 }
.s1 { --c: #fde9d6 } .s2 { --c: #fbcd9d } .s3 { --c: #f5a26a } .s4 { --c: #e8694a }
.q1 { --c: #dcebf7 } .q2 { --c: #b4d4ee } .q3 { --c: #82b6de } .q4 { --c: #4a8fc7 }
.even { --c: #e3f1e3 } .last { --c: #f0f0ee } .other { --c: transparent }
svg rect { fill: var(--c) } .chip, .legend i { background: var(--c) } .other text { opacity: .55 }
g.broken rect { stroke: var(--bad); stroke-width: 1.2 } .legend i.broken { border: 2px solid var(--bad) }
@media print { :root { background: none } figure, tr { break-inside: avoid } }
"""
