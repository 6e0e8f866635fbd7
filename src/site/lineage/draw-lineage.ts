import type { Addresses } from '../addresses.js';
import { type Html, html } from '../html.js';
import type { Lineage, LineageNode } from './lineage.js';

const WIDTH = 190;
const GAP = { x: 56, y: 14 } as const;
const LINE = 18;
const HEADER = 30;
const MARGIN = 6;
/** Of a table; more are counted. */
const MOST_COLUMNS = 12;
const MOST_CHARACTERS = 23;

interface Box {
  readonly node: LineageNode;
  readonly lines: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

/** A lineage as a drawing, from the metric on the left to its tables on the right. */
export function drawLineage(lineage: Lineage, title: string, to: Addresses): Html {
  const boxes = layOut(lineage);
  const byId = new Map(boxes.map((box) => [box.node.id, box]));
  const width = 2 * MARGIN + lineage.layers.length * WIDTH + (lineage.layers.length - 1) * GAP.x;
  const height = Math.max(...boxes.map((box) => box.y + box.height)) + MARGIN;
  return html`<svg class="lineage" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-labelledby="lineage-title lineage-desc">
<title id="lineage-title">${title}</title>
<desc id="lineage-desc">From left to right: metrics, datasets, and tables with the columns that are read.</desc>
${lineage.edges.map(({ from, to: end }) => edge(byId.get(from), byId.get(end)))}
${boxes.map((box) => drawBox(box, to))}
</svg>`;
}

/** The same as a list, for those who do not see it, and for narrow screens. */
export const listLineage = ({ layers }: Lineage): Html =>
  html`<ul class="plain">${layers
    .flat()
    .map(
      ({ kind, name, columns }) =>
        html`<li>${kind} <code>${name}</code>${columns.length > 0 && html`: <code>${columns.join(', ')}</code>`}</li>`,
    )}</ul>`;

/** Layers from left to right, each centred; within a layer by the middle of what leads there, so that few lines cross. */
function layOut({ layers, edges }: Lineage): readonly Box[] {
  const boxes = new Map<string, Box>();
  const heights = layers.map((layer) => layer.reduce((sum, node) => sum + heightOf(linesOf(node)) + GAP.y, -GAP.y));
  const tallest = Math.max(...heights);
  const parents = new Map<string, string[]>();
  for (const { from, to } of edges) parents.set(to, [...(parents.get(to) ?? []), from]);
  layers.forEach((layer, depth) => {
    const middle = ({ id }: LineageNode): number => {
      const above = (parents.get(id) ?? []).flatMap((parent) => boxes.get(parent) ?? []);
      return above.length === 0 ? 0 : above.reduce((sum, { y, height }) => sum + y + height / 2, 0) / above.length;
    };
    let y = MARGIN + (tallest - (heights[depth] ?? 0)) / 2;
    const sorted = layer.map((node) => ({ node, at: middle(node) })).sort((a, b) => a.at - b.at);
    for (const { node } of sorted) {
      const lines = linesOf(node);
      boxes.set(node.id, {
        node,
        lines,
        x: MARGIN + depth * (WIDTH + GAP.x),
        y: Math.round(y),
        height: heightOf(lines),
      });
      y += heightOf(lines) + GAP.y;
    }
  });
  return [...boxes.values()];
}

const linesOf = ({ columns }: LineageNode): readonly string[] =>
  columns.length <= MOST_COLUMNS
    ? columns
    : [...columns.slice(0, MOST_COLUMNS - 1), `… ${columns.length - MOST_COLUMNS + 1} more`];

const heightOf = (lines: readonly string[]): number => HEADER + (lines.length > 0 ? lines.length * LINE + 8 : 0);

/** From the right side of a box to the left side of one further on. */
function edge(from: Box | undefined, to: Box | undefined): Html | null {
  if (from === undefined || to === undefined) return null;
  const [x1, y1, x2, y2] = [from.x + WIDTH, from.y + HEADER / 2, to.x, to.y + HEADER / 2];
  const bend = GAP.x / 2;
  return html`<path class="edge" d="M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}"/>`;
}

function drawBox({ node, lines, x, y, height }: Box, to: Addresses): Html {
  const address =
    node.kind === 'metric' ? to.metric(node.name) : node.kind === 'dataset' ? to.dataset(node.name) : undefined;
  const box = html`<rect class="${node.kind}" x="${x}" y="${y}" width="${WIDTH}" height="${height}" rx="6"/>
<text class="name" x="${x + 10}" y="${y + 20}">${shortened(node.name)}<title>${node.kind} ${node.name}</title></text>
${lines.map((line, index) => html`<text class="column" x="${x + 10}" y="${y + HEADER + 12 + index * LINE}">${shortened(line)}</text>`)}`;
  return address === undefined ? html`<g>${box}</g>` : html`<a href="${address}">${box}</a>`;
}

const shortened = (text: string): string =>
  text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
