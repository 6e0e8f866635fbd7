import { type Addresses, addressesFrom } from './addresses.js';
import { SEARCH_SCRIPT } from './assets/search-script.js';
import { STYLE } from './assets/style.js';
import { catalogueOf, type SiteInput } from './catalogue.js';
import { document, type Page } from './page.js';
import { datasetPage } from './pages/dataset.js';
import { homePage, ownersPage, tagsPage } from './pages/lists.js';
import { metricPage } from './pages/metric.js';
import { viewPage } from './pages/view.js';
import { searchIndexScript } from './search-index.js';

export interface SiteFile {
  /** Within the site, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** The catalogue as a static site: the same input gives the same bytes. MiniSearch itself is added by who writes the files. */
export function siteOf(input: SiteInput): readonly SiteFile[] {
  const catalogue = catalogueOf(input);
  const { model, metrics, title } = catalogue;
  const page = (path: string, make: (to: Addresses) => Page): SiteFile => {
    const to = addressesFrom(path.includes('/') ? '../' : '');
    return { path, text: document(title, make(to), to) };
  };
  return [
    page('index.html', (to) => homePage(catalogue, to)),
    page('owners.html', (to) => ownersPage(catalogue, to)),
    page('tags.html', (to) => tagsPage(catalogue, to)),
    ...metrics.map((metric) => page(`metrics/${metric.name}.html`, (to) => metricPage(catalogue, metric, to))),
    ...[...model.datasets.values()].map((dataset) =>
      page(`datasets/${dataset.name}.html`, (to) => datasetPage(catalogue, dataset, to)),
    ),
    ...[...model.views.values()].map((view) => page(`views/${view.name}.html`, (to) => viewPage(catalogue, view, to))),
    { path: 'assets/style.css', text: STYLE },
    { path: 'assets/search.js', text: SEARCH_SCRIPT },
    { path: 'assets/search-index.js', text: searchIndexScript(catalogue) },
  ];
}
