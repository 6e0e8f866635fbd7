import type { Dataset, Dimension, Link } from '../../model/model.js';
import { type Addresses, datasetLink, metricLink } from '../addresses.js';
import { byName, type Catalogue, placeText } from '../catalogue.js';
import { type Html, html, type Part } from '../html.js';
import { tablesBelow } from '../lineage/columns.js';
import { conditionText, valueText } from '../meaning/scalar-words.js';
import type { Page } from '../page.js';
import { facts, heading, list, section, standing, table } from '../pieces.js';
import { prose } from '../prose.js';

export function datasetPage(catalogue: Catalogue, dataset: Dataset, to: Addresses): Page {
  const { name, key, time, segments, rollups, columns, at } = dataset;
  return {
    title: dataset.label,
    body: html`${heading('Dataset', name, dataset)}
${facts([
  ...standing(to, dataset),
  dataset.table === null
    ? ['Made by SQL from', [...tablesBelow(dataset, new Set()).keys()].join(', ')]
    : ['Table', html`<code>${dataset.table}</code>`],
  ['Key', key.length === 0 ? null : html`<code>${key.join(', ')}</code>`],
  ['Time', time && html`<code>${time}</code>`],
])}
${metrics(catalogue, dataset, to)}
${section('Dimensions', dimensions(dataset))}
${links(catalogue, dataset, to)}
${
  segments.size > 0 &&
  section(
    'Segments',
    table(
      'Segments',
      ['Name', 'Rows where'],
      [...segments].map(([segment, condition]) => [html`<code>${segment}</code>`, conditionText(condition)]),
    ),
  )
}
${
  rollups.size > 0 &&
  section(
    'Rollups',
    table(
      'Rollups',
      ['Name', 'Metrics', 'By', 'Rows'],
      [...rollups.values()].map((rollup) => [
        html`<code>${rollup.name}</code>${rollup.description && html` ${prose(rollup.description)}`}`,
        html`<code>${rollup.metrics.join(', ')}</code>`,
        html`<code>${[...(rollup.grain ? [`metric_time:${rollup.grain}`] : []), ...rollup.dimensions].join(', ')}</code>`,
        rollup.segments.length === 0 ? 'all' : html`<code>${rollup.segments.join(', ')}</code>`,
      ]),
    ),
  )
}
${section(
  'Columns',
  table(
    'Columns',
    ['Name', 'Type'],
    [...columns].map(([column, type]) => [html`<code>${column}</code>`, html`<code>${type}</code>`]),
  ),
)}
<p class="place">${placeText(at)}</p>`,
  };
}

function metrics({ model, metricsOf }: Catalogue, { name }: Dataset, to: Addresses): Html | null {
  const found = metricsOf.get(name) ?? [];
  if (found.length === 0) return null;
  return section(
    'Metrics',
    list(
      found.map(
        (metric) =>
          html`${metricLink(model, to, metric.name)} ${metric.description && html`<span class="quiet">${metric.description}</span>`}`,
      ),
    ),
  );
}

/** Each has a place of its own that the pages of metrics lead to. */
function dimensions({ dimensions: all }: Dataset): Html {
  const rows = [...all.values()]
    .filter(({ hidden }) => !hidden)
    .map((dimension): readonly Part[] => [
      html`<code id="dimension-${dimension.name}">${dimension.name}</code>`,
      html`<code>${dimension.type}</code>`,
      meaning(dimension),
    ]);
  return table('Dimensions', ['Name', 'Type', 'Meaning'], rows);
}

function meaning({ name, label, description, expression, values }: Dimension): Html {
  const isColumn = expression.kind === 'column' && expression.relation === '' && expression.column === name;
  const parts = [
    label.toLowerCase().replaceAll(' ', '_') !== name.toLowerCase() && html`<strong>${label}</strong>`,
    description && prose(description),
    !isColumn && html`<code>${valueText(expression)}</code>`,
    values && values.length > 0 && html`One of ${values.join(', ')}.`,
  ].filter((part) => part !== false && part !== null && part !== '');
  return html`${parts.map((part, index) => html`${index === 0 ? '' : ' '}${part}`)}`;
}

function links({ model }: Catalogue, dataset: Dataset, to: Addresses): Html | null {
  const out = [...dataset.links.values()].map((link): readonly Part[] => [
    html`<code>${link.name}</code>`,
    datasetLink(to, link.to),
    html`<code>${onText(link)}</code>`,
    rules(link),
  ]);
  const incoming = [...model.datasets.values()]
    .sort(byName)
    .flatMap((from) =>
      [...from.links.values()]
        .filter((link) => link.to === dataset.name)
        .map((link) => html`${datasetLink(to, from.name)} as <code>${link.name}</code>`),
    );
  if (out.length + incoming.length === 0) return null;
  return section(
    'Links',
    html`${out.length > 0 && table('Links', ['Role', 'Leads to', 'On', 'Rules'], out)}
${incoming.length > 0 && html`<h3>Linked from</h3>`}${list(incoming)}`,
  );
}

const onText = ({ on }: Link): string => on.map(({ own, its }) => (own === its ? own : `${own} = ${its}`)).join(', ');

function rules({ kind, join, default: otherwise, during }: Link): string {
  return [
    kind === 'many_to_one' ? 'one for each row' : 'several for each row',
    join === 'left' ? 'rows without one are kept' : 'rows without one are left out',
    ...(otherwise === null ? [] : [`shown as “${otherwise}” where missing`]),
    ...(during === null
      ? []
      : [`as it was ${during.asOf === 'event' ? 'at the time of the row' : 'now'} (${during.from} to ${during.to})`]),
  ].join('; ');
}
