import type { Model } from '../model/model.js';
import { type Html, html } from './html.js';

/** Where things have their pages, seen from the page of one of them. Names are safe as files: `NAME` allows a to z, 0 to 9 and _. */
export interface Addresses {
  readonly home: string;
  readonly owners: string;
  readonly tags: string;
  readonly asset: (name: string) => string;
  readonly metric: (name: string) => string;
  readonly dataset: (name: string, place?: string) => string;
  readonly view: (name: string) => string;
  readonly owner: (name: string) => string;
  readonly tag: (name: string) => string;
}

/** @param up `../` for a page in a folder, nothing for one at the top */
export const addressesFrom = (up: '' | '../'): Addresses => ({
  home: `${up}index.html`,
  owners: `${up}owners.html`,
  tags: `${up}tags.html`,
  asset: (name) => `${up}assets/${name}`,
  metric: (name) => `${up}metrics/${name}.html`,
  dataset: (name, place) => `${up}datasets/${name}.html${place === undefined ? '' : `#${place}`}`,
  view: (name) => `${up}views/${name}.html`,
  owner: (name) => `${up}owners.html#${anchorOf(name)}`,
  tag: (name) => `${up}tags.html#${anchorOf(name)}`,
});

/** Any text as an anchor, two texts never as the same: what is no plain letter or digit becomes its code. */
export const anchorOf = (text: string): string =>
  `x-${[...text].map((character) => (/[A-Za-z0-9-]/.test(character) ? character : `_${character.codePointAt(0)?.toString(16)}_`)).join('')}`;

/** A link to a metric that has a page, else its name: one that is refused has none. */
export const metricLink = (model: Model, to: Addresses, name: string): Html =>
  model.metrics.has(name) ? html`<a href="${to.metric(name)}">${name}</a>` : html`${name}`;

export const datasetLink = (to: Addresses, name: string): Html => html`<a href="${to.dataset(name)}">${name}</a>`;
export const ownerLink = (to: Addresses, name: string): Html => html`<a href="${to.owner(name)}">${name}</a>`;
export const tagLink = (to: Addresses, name: string): Html => html`<a class="tag" href="${to.tag(name)}">${name}</a>`;
