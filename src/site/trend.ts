import type { Metric } from '../model/model.js';
import { type Html, html } from './html.js';

/** A metric's values by month, oldest first. */
export interface Trend {
  readonly points: readonly { readonly month: string; readonly value: number | null; readonly shown: string }[];
}

const WIDTH = 560;
const HEIGHT = 120;
const MARGIN = 8;

/** A line that breaks where a month has no value, and the same numbers as a table. */
export function drawTrend({ points }: Trend, { label, unit }: Pick<Metric, 'label' | 'unit'>): Html {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  // From zero, so that a small move does not look like a large one.
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  const x = (index: number): number =>
    points.length === 1 ? WIDTH / 2 : MARGIN + (index * (WIDTH - 2 * MARGIN)) / (points.length - 1);
  const y = (value: number): number =>
    most === least ? HEIGHT / 2 : HEIGHT - MARGIN - ((value - least) * (HEIGHT - 2 * MARGIN)) / (most - least);
  const place = (value: number, index: number): string => `${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
  const line = points
    .map(({ value }, index) =>
      value === null ? '' : `${typeof points[index - 1]?.value === 'number' ? 'L' : 'M'}${place(value, index)}`,
    )
    .join('');
  return html`<svg class="trend" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="trend-title">
<title id="trend-title">${label} by month, from ${points[0]?.month} to ${points.at(-1)?.month}</title>
<path class="line" d="${line}"/>
${points.map(({ month, value, shown }, index) =>
  value === null
    ? null
    : html`<circle cx="${x(index).toFixed(1)}" cy="${y(value).toFixed(1)}" r="3"><title>${month}: ${shown}</title></circle>`,
)}</svg>
<p class="quiet">${points[0]?.month} to ${points.at(-1)?.month}, drawn from zero; last ${points.at(-1)?.shown}${unit && ` ${unit}`}.</p>
<details><summary>The numbers</summary><div class="wide" tabindex="0" role="region" aria-label="Values by month"><table>
<thead><tr><th scope="col">Month</th><th scope="col" class="number">${label}</th></tr></thead>
<tbody>${points.map(({ month, shown }) => html`<tr><td>${month}</td><td class="number">${shown}</td></tr>`)}</tbody>
</table></div></details>`;
}
