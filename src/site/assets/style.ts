/** The one style sheet: light and dark by the reader's setting, no fonts but the system's, and a print without navigation. */
export const STYLE = `:root {
  color-scheme: light dark;
  --ground: #ffffff;
  --raised: #f5f6f8;
  --ink: #1a1d21;
  --quiet: #59616b;
  --rule: #dde1e6;
  --link: #0b57b8;
  --accent: #0b6e6e;
  --text: #0a6b2d;
  --number: #8a4600;
  --word: #7a2a8c;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171a;
    --raised: #1e2226;
    --ink: #e6e8eb;
    --quiet: #a3abb5;
    --rule: #343a41;
    --link: #7db4ff;
    --accent: #5cc9c0;
    --text: #7fd195;
    --number: #f0b070;
    --word: #d9a1e8;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; overflow-wrap: break-word; }
a { color: var(--link); text-underline-offset: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; background: var(--ground); padding: 4px 8px; z-index: 3; }
header { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; align-items: center; gap: 8px 24px; padding: 10px 24px; background: var(--ground); border-bottom: 1px solid var(--rule); }
header .site { font-weight: 650; color: var(--ink); text-decoration: none; }
nav { display: flex; gap: 16px; }
search { position: relative; flex: 1 1 260px; max-width: 460px; margin-left: auto; }
search label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
search input { width: 100%; padding: 7px 12px; font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--rule); border-radius: 8px; }
#count { position: absolute; right: 36px; top: 8px; margin: 0; color: var(--quiet); font-size: 14px; pointer-events: none; }
#found { position: absolute; z-index: 2; top: 100%; left: 0; right: 0; max-height: 70vh; overflow: auto; margin: 6px 0 0; padding: 6px; list-style: none; background: var(--ground); border: 1px solid var(--rule); border-radius: 8px; box-shadow: 0 8px 28px rgb(0 0 0 / 0.22); }
#found a { display: block; padding: 6px 8px; color: inherit; text-decoration: none; border-radius: 6px; }
#found a:hover, #found a:focus { background: var(--raised); }
#found .label { font-weight: 600; }
#found .description { display: block; color: var(--quiet); font-size: 14px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
main { max-width: 1080px; margin: 0 auto; padding: 24px; }
main :target { scroll-margin-top: 84px; }
[id] { scroll-margin-top: 84px; }
:target { background: color-mix(in srgb, var(--accent) 22%, transparent); }
main:target { background: none; }
h1 { margin: 0; font-size: 30px; line-height: 1.2; }
h2 { margin: 36px 0 10px; font-size: 19px; }
h3 { margin: 16px 0 4px; font-size: 15px; }
p { margin: 8px 0; }
.kind { margin: 0 0 2px; color: var(--accent); font-size: 13px; font-weight: 650; letter-spacing: 0.06em; text-transform: uppercase; }
.id { margin: 2px 0 0; color: var(--quiet); }
.description { font-size: 18px; max-width: 46em; }
.quiet, .place { color: var(--quiet); font-size: 14px; }
.meaning { max-width: 46em; }
code, pre { font-family: var(--mono); font-size: 14px; }
pre { margin: 8px 0; padding: 12px 14px; overflow-x: auto; background: var(--raised); border: 1px solid var(--rule); border-radius: 8px; line-height: 1.5; }
pre .key { color: var(--link); }
pre .text { color: var(--text); }
pre .number { color: var(--number); }
pre .word { color: var(--word); }
pre .comment { color: var(--quiet); font-style: italic; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(170px, 1fr)); gap: 12px 24px; margin: 16px 0; }
dt { color: var(--quiet); font-size: 13px; }
dd { margin: 0; overflow-wrap: anywhere; }
summary { cursor: pointer; color: var(--quiet); font-size: 14px; }
details { margin: 8px 0; }
h1 .state { vertical-align: 5px; }
.state { padding: 1px 8px; font-size: 13px; font-weight: 600; border: 1px solid var(--rule); border-radius: 99px; color: var(--quiet); white-space: nowrap; }
.state.certified { color: var(--text); border-color: currentColor; }
.state.deprecated { color: var(--number); border-color: currentColor; }
.note { padding: 8px 14px; border-left: 3px solid var(--number); background: var(--raised); }
.tag { display: inline-block; padding: 0 8px; font-size: 14px; text-decoration: none; background: var(--raised); border: 1px solid var(--rule); border-radius: 99px; }
.wide { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 7px 16px 7px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule); }
th { color: var(--quiet); font-size: 13px; font-weight: 600; white-space: nowrap; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; }
ul.plain { margin: 8px 0; padding-left: 18px; }
ul.plain li { margin: 4px 0; }
ul.names { display: flex; flex-wrap: wrap; gap: 4px 14px; margin: 0; padding: 0; list-style: none; font-size: 15px; }
.lineage { display: block; height: auto; max-width: none; font-family: var(--mono); }
.lineage rect { fill: var(--raised); stroke: var(--rule); stroke-width: 1.5; }
.lineage rect.metric { stroke: var(--accent); }
.lineage rect.dataset { stroke: var(--link); }
.lineage text { fill: var(--ink); font-size: 12.5px; }
.lineage .name { font-weight: 600; }
.lineage .column { fill: var(--quiet); }
.lineage .edge { fill: none; stroke: var(--quiet); stroke-width: 1.2; opacity: 0.65; }
.lineage a:hover .name { text-decoration: underline; }
.trend { display: block; width: 100%; max-width: 640px; background: var(--raised); border-radius: 8px; }
.trend .line { fill: none; stroke: var(--accent); stroke-width: 2; }
.trend circle { fill: var(--accent); }
footer { max-width: 1080px; margin: 32px auto 0; padding: 16px 24px; color: var(--quiet); font-size: 14px; border-top: 1px solid var(--rule); }
@media (max-width: 600px) {
  header { position: static; padding: 10px 16px; }
  main { padding: 16px; }
  footer { padding: 16px; }
  search { flex-basis: 100%; margin-left: 0; }
  h1 { font-size: 25px; }
  [id] { scroll-margin-top: 8px; }
  .facts { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  table.cards thead { position: absolute; left: -9999px; }
  table.cards tr, table.cards td { display: block; border: 0; padding: 0; }
  table.cards tr { padding: 8px 0; border-bottom: 1px solid var(--rule); }
}
@media print {
  :root { --ground: #fff; --raised: #fff; --ink: #000; --quiet: #444; --link: #000; --rule: #bbb; color-scheme: light; }
  header nav, search, .skip, footer { display: none; }
  header { position: static; padding: 0 0 8px; }
  main { max-width: none; padding: 0; }
  pre { white-space: pre-wrap; }
  .lineage { max-width: 100%; }
  h2 { break-after: avoid; }
  section > pre, tr, svg { break-inside: avoid; }
}
`;
