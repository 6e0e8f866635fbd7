import type { View } from '../../model/model.js';
import { namesOf } from '../../schema/names.js';
import { type Addresses, datasetLink, metricLink } from '../addresses.js';
import { type Catalogue, placeText } from '../catalogue.js';
import { type Html, html } from '../html.js';
import type { Page } from '../page.js';
import { code, facts, heading, list, section, standing, table } from '../pieces.js';
import { prose } from '../prose.js';

export function viewPage({ model }: Catalogue, view: View, to: Addresses): Page {
  const metrics = [...new Set(view.metrics)];
  return {
    title: view.label,
    body: html`${heading('View', view.name, view)}
${facts([...standing(to, view), ['GraphQL field', html`<code>${namesOf(view).field}</code>`]])}
${section('Metrics', list(metrics.map((name) => html`${metricLink(model, to, name)} ${described(model.metrics.get(name)?.description)}`)))}
${
  view.dimensions.size > 0 &&
  section(
    'Dimensions',
    table(
      'Dimensions',
      ['Name', 'Type', 'Path', 'Meaning'],
      [...view.dimensions.values()].map(({ name, type, paths, description }) => [
        html`<code>${name}</code>`,
        html`<code>${type}</code>`,
        pathsText(paths, to),
        description && prose(description),
      ]),
    ),
  )
}
${section('Ask it', code(question(view), 'In GraphQL'))}
<p class="place">${placeText(view.at)}</p>`,
  };
}

const described = (description: string | null | undefined): Html | null =>
  description ? html`<span class="quiet">${description}</span>` : null;

/** One path where all datasets have the same. */
function pathsText(paths: ReadonlyMap<string, string>, to: Addresses): Html {
  const different = [...new Set(paths.values())];
  if (different.length === 1) return html`<code>${different[0]}</code>`;
  return html`${[...paths].map(([dataset, path], index) => html`${index === 0 ? '' : ', '}${datasetLink(to, dataset)}: <code>${path}</code>`)}`;
}

function question(view: View): string {
  const names = namesOf(view);
  const fields = [...[...names.dimensions.keys()].slice(0, 1), ...[...names.metrics.keys()].slice(0, 3)];
  return `{\n  ${names.field}(limit: 10) {\n    rows { ${fields.join(' ')} }\n  }\n}`;
}
