import type { Addresses } from './addresses.js';
import { type Html, html } from './html.js';

export interface Page {
  readonly title: string;
  readonly body: Html;
}

/**
 * A whole document around a page's own content. Scripts and styles come from the site's own files alone, also where it is
 * opened from a disk, where there is no 'self'.
 */
export function document(site: string, { title, body }: Page, to: Addresses): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title === site ? site : `${title} · ${site}`}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${to.asset('style.css')}">
<script src="${to.asset('search.js')}" defer></script>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header>
<a class="site" href="${to.home}">${site}</a>
<nav aria-label="Catalogue"><a href="${to.home}">Metrics</a> <a href="${to.owners}">Owners</a> <a href="${to.tags}">Tags</a></nav>
<search id="search" hidden>
<label for="query">Search</label>
<input id="query" type="search" autocomplete="off" spellcheck="false" placeholder="Metric, dimension, owner… ( / )" aria-controls="found">
<p id="count" role="status"></p>
<ul id="found" hidden></ul>
</search>
</header>
<main id="content">
${body}
</main>
<footer>Made by Grainline from the definitions of ${site}.</footer>
</body>
</html>
`;
  return page.toString();
}
