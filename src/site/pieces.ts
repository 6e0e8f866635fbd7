import { deprecationText } from '../model/lifecycle.js';
import type { Described, Lifecycle } from '../model/model.js';
import { type Addresses, ownerLink, tagLink } from './addresses.js';
import { coloured } from './coloured.js';
import { type Html, html, type Part } from './html.js';
import { prose } from './prose.js';

/** Parts that several pages have. */

export const section = (title: string, content: Part): Html =>
  html`<section aria-labelledby="${idOf(title)}"><h2 id="${idOf(title)}">${title}</h2>
${content}</section>`;

const idOf = (title: string): string => title.toLowerCase().replace(/[^a-z]+/g, '-');

export const code = (text: string, label: string): Html =>
  html`<pre tabindex="0" role="region" aria-label="${label}"><code>${coloured(text)}</code></pre>`;

/** Nothing where there are no items. */
export const list = (items: readonly Part[]): Html | null =>
  items.length === 0 ? null : html`<ul class="plain">${items.map((item) => html`<li>${item}</li>`)}</ul>`;

export function table(label: string, head: readonly string[], rows: readonly (readonly Part[])[]): Html {
  return html`<div class="wide" tabindex="0" role="region" aria-label="${label}"><table class="${head.length > 2 ? 'cards' : 'plain'}">
<thead><tr>${head.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
  )}</tbody>
</table></div>`;
}

/** Terms with their values; those without a value are left out. */
export function facts(entries: readonly (readonly [string, Part])[]): Html | null {
  const said = entries.filter(([, value]) => value !== null && value !== undefined && value !== false);
  if (said.length === 0) return null;
  return html`<dl class="facts">${said.map(
    ([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>
`,
  )}</dl>`;
}

/** What it is, its name in questions, and what people say about it. */
export function heading(kind: string, name: string, thing: Described & Lifecycle): Html {
  const { label, description } = thing;
  const deprecation = deprecationText(thing);
  return html`<p class="kind">${kind}</p>
<h1>${label}${badge(thing)}</h1>
<p class="id"><code>${name}</code></p>
${
  deprecation &&
  html`<p class="note">Deprecated. ${prose(deprecation)}</p>
`
}${description === null ? null : html`<p class="description">${prose(description)}</p>`}`;
}

/** Where a thing stands between draft and end; nothing where nobody said. */
export const badge = ({ state }: Lifecycle): Html | null =>
  state === null ? null : html` <span class="state ${state}">${state}</span>`;

export const standing = (
  to: Addresses,
  { owner, tags, domain, tier }: Described & Lifecycle,
): readonly (readonly [string, Part])[] => [
  ['Owner', owner === null ? null : ownerLink(to, owner)],
  ['Domain', domain],
  ['Tier', tier],
  ['Tags', tags.length === 0 ? null : [...new Set(tags)].map((tag) => html`${tagLink(to, tag)} `)],
];
