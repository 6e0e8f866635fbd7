import type { Model } from '../model/model.js';
import { type Addresses, datasetLink, metricLink } from './addresses.js';
import { type Html, html, isSafeAddress } from './html.js';
import type { Words } from './meaning/words.js';

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]]/g;

/** What a definition says, as text: only addresses that begin with http become links. */
export function prose(text: string): Html {
  const parts: (string | Html)[] = [];
  let at = 0;
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    const link = isSafeAddress(address) ? html`<a href="${address}" rel="noreferrer">${address}</a>` : address;
    parts.push(text.slice(at, index), link);
    at = index + address.length;
  }
  return html`${parts}${text.slice(at)}`;
}

export const linkedWords = (model: Model, to: Addresses, words: Words): Html =>
  html`${words.map((word) => {
    if (typeof word === 'string') return word;
    return word.kind === 'metric' ? metricLink(model, to, word.name) : datasetLink(to, word.name);
  })}`;
