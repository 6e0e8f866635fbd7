/** Runs in the browser. The index is loaded when somebody is about to search; what is found is put in as text. */
export const SEARCH_SCRIPT = `'use strict';
(() => {
  const me = document.currentScript.src;
  const assets = me.slice(0, me.lastIndexOf('/') + 1);
  const top = assets + '../';
  const box = document.getElementById('search');
  const input = document.getElementById('query');
  const list = document.getElementById('found');
  const count = document.getElementById('count');
  let loading;

  const script = (name) =>
    new Promise((done, fail) => {
      const element = document.createElement('script');
      element.src = assets + name;
      element.onload = done;
      element.onerror = fail;
      document.head.append(element);
    });
  const load = () =>
    (loading ??= Promise.all([script('minisearch.js'), script('search-index.js')]).then(() =>
      MiniSearch.loadJSON(grainlineSearch.index, grainlineSearch.options),
    ));

  const part = (name, text) => {
    const element = document.createElement('span');
    element.className = name;
    element.textContent = text;
    return element;
  };
  const item = ({ label, name, kind, href, description }) => {
    const link = document.createElement('a');
    link.href = top + href;
    link.append(part('label', label), ' ', part('quiet', label === name ? kind : name + ' · ' + kind));
    if (description) link.append(part('description', description));
    const element = document.createElement('li');
    element.append(link);
    return element;
  };
  const show = async () => {
    const index = await load();
    const text = input.value.trim();
    const found = text === '' ? [] : index.search(text);
    list.replaceChildren(...found.slice(0, 20).map(item));
    list.hidden = found.length === 0;
    count.textContent = text === '' ? '' : found.length === 0 ? 'Nothing found.' : found.length + ' found';
  };
  const close = () => {
    input.value = '';
    list.hidden = true;
    count.textContent = '';
  };

  box.hidden = false;
  input.addEventListener('focus', load);
  input.addEventListener('input', show);
  const asked = new URLSearchParams(location.search).get('q');
  if (asked) {
    input.value = asked;
    show();
  }
  document.addEventListener('click', (event) => {
    if (!box.contains(event.target)) list.hidden = true;
  });
  document.addEventListener('keydown', (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
    if (!box.contains(event.target)) return;
    const links = [...list.querySelectorAll('a')];
    const at = links.indexOf(document.activeElement);
    if (event.key === 'Escape') {
      close();
      input.focus();
    } else if (event.key === 'Enter' && event.target === input) links[0]?.click();
    else if (event.key === 'ArrowDown' && at + 1 < links.length) {
      event.preventDefault();
      links[at + 1].focus();
    } else if (event.key === 'ArrowUp' && at >= 0) {
      event.preventDefault();
      (links[at - 1] ?? input).focus();
    }
  });
})();
`;
