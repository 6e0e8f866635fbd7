import { describe, expect, test } from '@jest/globals';
import { html, isSafeAddress } from '../../src/site/html.js';
import { prose } from '../../src/site/prose.js';

describe('html', () => {
  test.each([
    {
      name: 'text is escaped',
      made: html`<p>${'<script>alert("1 & 2")</script>'}</p>`,
      is: '<p>&lt;script&gt;alert(&quot;1 &amp; 2&quot;)&lt;/script&gt;</p>',
    },
    {
      name: 'a quote does not end an attribute',
      made: html`<p class="${'a" onclick="x'}">`,
      is: '<p class="a&quot; onclick=&quot;x">',
    },
    {
      name: 'markup of its own is left alone, in lists too',
      made: html`${[html`<b>${'<'}</b>`, '&']}`,
      is: '<b>&lt;</b>&amp;',
    },
    { name: 'nothing shows nothing, and 0 shows 0', made: html`${null}${undefined}${false}${0}`, is: '0' },
    {
      name: 'what turns the direction of text is no part of it',
      made: html`${'a\u202Eb\u0000c'}`,
      is: 'a\uFFFDb\uFFFDc',
    },
    { name: 'a value after text with a > stands in text', made: html`<p>a > b ${'"'}</p>`, is: '<p>a > b &quot;</p>' },
  ])('$name', ({ made, is }) => {
    expect(made.toString()).toBe(is);
  });

  test.each([
    { name: 'outside of quotes', make: () => html`<p class=${'x'}>` },
    { name: 'as the name of an attribute', make: () => html`<p ${'onclick'}="x">` },
    { name: 'in a handler', make: () => html`<p onclick="${'x'}">` },
    { name: 'in a style', make: () => html`<p style="${'x'}">` },
    { name: 'in a script', make: () => html`<script>${'x'}</script>` },
    { name: 'in a style sheet', make: () => html`<style>${'x'}</style>` },
    { name: 'markup in an attribute', make: () => html`<p class="${html`<b>`}">` },
    { name: 'a script as an address', make: () => html`<a href="${'javascript:alert(1)'}">` },
  ])('a value may not stand $name', ({ make }) => {
    expect(make).toThrow();
  });

  test.each([
    'javascript:alert(1)',
    'JAVASCRIPT:x',
    ' javascript:x',
    'java\nscript:x',
    'data:text/html,x',
    'vbscript:x',
    '//evil.example',
    'file:///etc/passwd',
    '/root',
    '\\\\evil',
    'https:evil',
    'metrics/a.html?x',
  ])('%j is no address of the site', (address) => expect(isSafeAddress(address)).toBe(false));

  test.each([
    'index.html',
    '../metrics/plays.html',
    '../datasets/plays.html#dimension-device',
    '#x-a',
    'https://example.org/a?b=c',
    'owners.html#x-a_20_b',
  ])('%j is one', (address) => expect(isSafeAddress(address)).toBe(true));
});

describe('prose', () => {
  test.each([
    {
      text: 'See https://example.org/a?b=1&c=2.',
      is: 'See <a href="https://example.org/a?b=1&amp;c=2" rel="noreferrer">https://example.org/a?b=1&amp;c=2</a>.',
    },
    { text: '[click](javascript:alert(1))', is: '[click](javascript:alert(1))' },
    {
      text: '<a href="https://x.org">y</a>',
      is: '&lt;a href=&quot;<a href="https://x.org" rel="noreferrer">https://x.org</a>&quot;&gt;y&lt;/a&gt;',
    },
    { text: 'https://', is: 'https://' },
  ])('$text', ({ text, is }) => {
    expect(prose(text).toString()).toBe(is);
  });
});
