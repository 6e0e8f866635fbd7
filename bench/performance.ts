import type { Figures, PartFigures } from './figures.js';
import type { Machine } from './machine.js';
import { barText, type Measured, valueText, verdict } from './report.js';

const INTRODUCTION = `# Performance

What a question costs, as \`npm run bench\` last measured it: this page is a print of \`bench/figures.json\`, which it writes.
\`npm run bench -- start rows\` measures these parts and leaves the others as they are.

A ratio is ours over the baseline, measured in turn in one run on one machine, so that it says the same on another one.
Times and memory are of the machine named below each table, with its load of the last minute before. A bar is what the figure is
to stay below.
`;

/** docs/performance.md */
export const printPerformance = (figures: Figures): string =>
  [INTRODUCTION, summary(figures), ...Object.entries(figures).map(([name, part]) => sectionOf(name, part))].join('\n');

function summary(figures: Figures): string {
  const lines = Object.values(figures).flatMap(({ measured }) => measured);
  const over = lines.filter((line) => verdict(line) === 'over');
  const met = lines.filter((line) => verdict(line) === 'met').length;
  const missed = over.map((line) => `- ${line.what}: ${valueText(line)}, bar ${barText(line)}`);
  return [
    `${met} of ${met + over.length} bars are met.${over.length > 0 ? ' Over theirs are:' : ''}`,
    ...missed,
    '',
  ].join('\n');
}

const sectionOf = (name: string, { title, about, measured, machine }: PartFigures): string =>
  [
    `## ${title}`,
    '',
    about,
    '',
    '| what | figure | baseline | ratio | bar | | |',
    '| --- | ---: | ---: | ---: | ---: | --- | --- |',
    ...measured.map((line) => `| ${cellsOf(line).join(' | ')} |`),
    '',
    `\`npm run bench -- ${name}\`: ${machineText(machine)}.`,
    '',
  ].join('\n');

function cellsOf(line: Measured): readonly string[] {
  const isRatio = line.unit === 'x';
  const figure = isRatio ? (line.ours ?? '') : valueText(line);
  return [
    line.what,
    figure,
    line.baseline ?? '',
    isRatio ? valueText(line) : '',
    barText(line),
    verdict(line),
    line.note ?? '',
  ];
}

const machineText = ({ processor, cores, memoryGiB, load, node, duckdb }: Machine): string =>
  `${processor}, ${cores} cores, ${memoryGiB} GiB; load ${load}; Node ${node}, DuckDB ${duckdb}`;
