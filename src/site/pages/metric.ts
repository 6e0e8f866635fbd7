import type { Metric } from '../../model/model.js';
import { dimensionsOfMetrics, type ReachableDimension } from '../../request/common-dimensions.js';
import { type Addresses, datasetLink, metricLink } from '../addresses.js';
import { type Catalogue, gathered, placeText } from '../catalogue.js';
import { definitionLines } from '../definition-lines.js';
import { type Html, html } from '../html.js';
import { drawLineage, listLineage } from '../lineage/draw-lineage.js';
import { lineageOf } from '../lineage/lineage.js';
import { metricsBelow } from '../lineage/metrics-below.js';
import { meaningOf } from '../meaning/meaning.js';
import type { Page } from '../page.js';
import { code, facts, heading, list, section, standing } from '../pieces.js';
import { linkedWords } from '../prose.js';
import { hasTime, questionOf } from '../questions.js';
import { drawTrend } from '../trend.js';

export function metricPage(catalogue: Catalogue, metric: Metric, to: Addresses): Page {
  const { model, trends } = catalogue;
  const question = questionOf(model, metric);
  const trend = trends.get(metric.name);
  return {
    title: metric.label,
    body: html`${heading('Metric', metric.name, metric)}
${facts([
  ...standing(to, metric),
  ['Former names', formerNames(metric)],
  ['Kind', KINDS[metric.kind] ?? metric.kind],
  ['Unit', metric.unit],
  ['Format', metric.format && html`<code>${metric.format}</code>`],
  ['Type', html`<code>${metric.type}</code>`],
  ['Over', metric.datasets.map((dataset, index) => html`${index === 0 ? '' : ', '}${datasetLink(to, dataset)}`)],
])}
${section('What it means', meaning(catalogue, metric, to))}
${trend && section('Recently', drawTrend(trend, metric))}
${definition(catalogue, metric)}
${section('Lineage', lineage(catalogue, metric, to))}
${usedBy(catalogue, metric, to)}
${tests(catalogue, metric)}
${section('Dimensions', dimensions(catalogue, metric, to))}
${section(
  'Ask it',
  html`${code(question.shell, 'In a shell')}
${code(question.graphql, 'In GraphQL')}`,
)}`,
  };
}

const formerNames = ({ aliases }: Metric): Html | null =>
  aliases.size === 0
    ? null
    : html`${[...aliases].map(
        ([name, until], index) =>
          html`${index === 0 ? '' : ', '}<code>${name}</code>${until !== null && ` (until ${until})`}`,
      )}`;

/** Unit tests that ask for the metric: what has been thought of. */
function tests({ testsOf }: Catalogue, { name }: Metric): Html | null {
  const found = testsOf.get(name) ?? [];
  if (found.length === 0) return null;
  return section(
    'Tests',
    list(found.map((test) => html`${test.name} <span class="quiet">${placeText(test.at)}</span>`)),
  );
}

const KINDS: Readonly<Record<string, string>> = { multi_stage: 'multi-stage' };

/** The metric's own sentences, then those of what it is made of. */
function meaning({ model }: Catalogue, metric: Metric, to: Addresses): Html {
  const below = metricsBelow(metric).flatMap((name) => model.metrics.get(name) ?? []);
  return html`<p class="meaning">${meaningOf(model, metric).map((words) => html`${linkedWords(model, to, words)} `)}</p>
${list(below.map((each) => html`${metricLink(model, to, each.name)}: ${meaningOf(model, each).map((words) => html`${linkedWords(model, to, words)} `)}`))}`;
}

function definition({ textOf, changesOf }: Catalogue, { at }: Metric): Html | null {
  const lines = definitionLines(textOf(at.file), at);
  if (lines === null) return null;
  const changes = changesOf(at.file, lines);
  return html`${section(
    'Definition',
    html`${code(lines.text, 'Definition')}
<p class="place">${placeText(at)}</p>`,
  )}
${
  changes.length > 0 &&
  section(
    'Changes',
    list(
      changes.map(
        ({ commit, day, author, subject }) =>
          html`<time>${day}</time> ${subject} <span class="quiet">${author}, <code>${commit}</code></span>`,
      ),
    ),
  )
}`;
}

function lineage({ model }: Catalogue, metric: Metric, to: Addresses): Html {
  const found = lineageOf(model, metric);
  return html`<div class="wide" tabindex="0" role="region" aria-label="Lineage, drawn">${drawLineage(found, `What ${metric.label} is made of`, to)}</div>
<details><summary>As a list</summary>${listLineage(found)}</details>`;
}

function usedBy({ model, usedBy: above, viewsOf }: Catalogue, { name }: Metric, to: Addresses): Html | null {
  const metrics = above.get(name) ?? [];
  const views = viewsOf.get(name) ?? [];
  if (metrics.length + views.length === 0) return null;
  const named = (title: string, names: readonly Html[]): Html | false =>
    names.length > 0 &&
    html`<h3>${title}</h3>
<ul class="names">${names.map((each) => html`<li>${each}</li>`)}</ul>`;
  return section(
    'Used by',
    html`${named(
      'Metrics',
      metrics.map((each) => metricLink(model, to, each)),
    )}
${named(
  'Views',
  views.map((view) => html`<a href="${to.view(view.name)}">${view.name}</a>`),
)}`,
  );
}

/** By role: the way that leads to them. What they mean is told where they are defined. */
function dimensions({ model }: Catalogue, metric: Metric, to: Addresses): Html {
  const reachable = dimensionsOfMetrics(model, [metric]);
  const roles = gathered(
    reachable,
    ({ path }) => [roleOf(path)],
    (each) => each,
  );
  const [start] = metric.datasets;
  return html`${hasTime(model, metric) && html`<p>By time with <code>metric_time</code>, cut to any grain.</p>`}
${[...roles].map(([role, found]) => {
  const dataset = role.split('.').reduce((at, step) => model.datasets.get(at ?? '')?.links.get(step)?.to ?? at, start);
  return html`<div class="role"><h3>${role === '' ? 'Its own' : html`<code>${role}</code>`}</h3>
<ul class="names">${found.map((each) => html`<li>${dimensionLink(to, dataset, each)}</li>`)}</ul></div>
`;
})}`;
}

const roleOf = (path: string): string => path.split('.').slice(0, -1).join('.');

const dimensionLink = (to: Addresses, dataset: string | undefined, { dimension }: ReachableDimension): Html =>
  dataset === undefined
    ? html`${dimension.name}`
    : html`<a href="${to.dataset(dataset, `dimension-${dimension.name}`)}">${dimension.name}</a>`;
