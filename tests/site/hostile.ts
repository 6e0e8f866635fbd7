/** Definitions that would like to be more than text on a page. */
export const LINES_OF_HOSTILE = `
dataset: plays
table: plays
label: '</title><script>alert(1)</script>'
description: '<img src=x onerror=alert(1)> [click](javascript:alert(2)) https://example.org/"onmouseover="alert(3)'
owner: '"><script>alert(1)</script>'
tags: ['" onclick="alert(1)', "a'b", '../../etc', 'javascript:alert(1)']
columns: {play_id: bigint, device: text, at: timestamp}
key: [play_id]
time: at
dimensions:
  device: {description: '<script>alert(1)</script>', label: '<b>x', values: ['</code><script>', "it's"]}
segments: {odd: "device = '</code><script>alert(1)</script>'"}
metrics:
  plays:
    expression: COUNT(*)
    where: device <> '<script>alert(1)</script>'
    label: '<i>Plays'
    description: "javascript:alert(2) <script>alert(1)</script>"
    unit: '<u>'
    domain: '<script>alert(1)</script>'
    tier: 2
    state: deprecated
    deprecated: {until: 2030-01-31, because: '<script>alert(1)</script> javascript:alert(4)'}
    format: '"><script>'
---
view: all_plays
description: '--><script>alert(1)</script><!--'
metrics: [plays]
dimensions: {device: device}
`;
