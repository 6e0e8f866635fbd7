import type { Described, Lifecycle } from '../../model/model.js';
import { type Addresses, anchorOf, metricLink } from '../addresses.js';
import { byName, type Catalogue, gathered } from '../catalogue.js';
import { type Html, html } from '../html.js';
import type { Page } from '../page.js';
import { badge, section, table } from '../pieces.js';

/** The first page: everything there is, by name. */
export function homePage(catalogue: Catalogue, to: Addresses): Page {
  const { model, metrics, title } = catalogue;
  const [views, datasets] = [[...model.views.values()].sort(byName), [...model.datasets.values()].sort(byName)];
  return {
    title,
    body: html`<h1>${title}</h1>
<p>${counted(metrics.length, 'metric')}, ${counted(views.length, 'view')} and ${counted(datasets.length, 'dataset')}, as they are defined.</p>
${section(
  'Metrics',
  table(
    'Metrics',
    ['Metric', 'What it is', 'Owner'],
    metrics.map((metric) => [
      html`<a href="${to.metric(metric.name)}">${metric.label}</a>${badge(metric)}`,
      metric.description,
      metric.owner && html`<a href="${to.owner(metric.owner)}">${metric.owner}</a>`,
    ]),
  ),
)}
${
  views.length > 0 &&
  section(
    'Views',
    table(
      'Views',
      ['View', 'What it is'],
      views.map((view) => [html`<a href="${to.view(view.name)}">${view.label}</a>`, view.description]),
    ),
  )
}
${section(
  'Datasets',
  table(
    'Datasets',
    ['Dataset', 'What it is'],
    datasets.map((dataset) => [html`<a href="${to.dataset(dataset.name)}">${dataset.label}</a>`, dataset.description]),
  ),
)}`,
  };
}

export const ownersPage = (catalogue: Catalogue, to: Addresses): Page =>
  groupedPage(catalogue, to, 'Owners', ({ owner }) => (owner === null ? [] : [owner]));

export const tagsPage = (catalogue: Catalogue, to: Addresses): Page =>
  groupedPage(catalogue, to, 'Tags', ({ tags }) => [...new Set(tags)]);

interface Listed extends Described, Lifecycle {
  readonly name: string;
  readonly link: Html;
  readonly kind: string;
}

function groupedPage(
  { model, metrics }: Catalogue,
  to: Addresses,
  title: string,
  keysOf: (thing: Described) => readonly string[],
): Page {
  const things: readonly Listed[] = [
    ...metrics.map((metric) => ({ ...metric, kind: 'metric', link: metricLink(model, to, metric.name) })),
    ...[...model.views.values()]
      .sort(byName)
      .map((view) => ({ ...view, kind: 'view', link: html`<a href="${to.view(view.name)}">${view.name}</a>` })),
    ...[...model.datasets.values()].sort(byName).map((dataset) => ({
      ...dataset,
      kind: 'dataset',
      link: html`<a href="${to.dataset(dataset.name)}">${dataset.name}</a>`,
    })),
  ];
  const groups = [...gathered(things, keysOf, (thing) => thing)].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    title,
    body: html`<h1>${title}</h1>
${groups.length === 0 && html`<p>None of the definitions names any.</p>`}
<ul class="names">${groups.map(([key]) => html`<li><a href="#${anchorOf(key)}">${key}</a></li>`)}</ul>
${groups.map(
  ([key, found]) => html`<section aria-labelledby="${anchorOf(key)}"><h2 id="${anchorOf(key)}">${key}</h2>
<ul class="plain">${found.map(
    ({
      link,
      kind,
      description,
    }) => html`<li>${link} <span class="quiet">${kind}${description && ` · ${description}`}</span></li>
`,
  )}</ul></section>
`,
)}`,
  };
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
