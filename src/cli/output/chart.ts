import stringWidth from 'string-width';
import type { AnswerColumn } from '../../result/result.js';
import { cellText } from './table.js';

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const MOST_LABEL = 40;

/** A bar for each row and metric, all of one metric on one scale; what is below zero points to the left. */
export function chartText(columns: readonly AnswerColumn[], rowCount: number, width: number): string {
  const dimensions = columns.filter(({ role }) => role === 'DIMENSION' || role === 'TIME');
  const labels = Array.from({ length: rowCount }, (_, row) =>
    shortened(dimensions.map(({ values }) => cellText(values[row] ?? null)).join(' · ')),
  );
  const metrics = columns.filter(({ role }) => role === 'METRIC' || role === 'COMPARISON');
  return metrics.map((metric) => barsOf(metric, labels, width)).join('\n');
}

function barsOf({ name, unit, values }: AnswerColumn, labels: readonly string[], width: number): string {
  const numbers = labels.map((_, row) => (values[row] == null ? null : Number(values[row])));
  const shown = labels.map((_, row) => cellText(values[row] ?? null));
  const [low, high] = [Math.min(0, ...numbers.map(Number)), Math.max(0, ...numbers.map(Number))];
  const labelWidth = Math.max(0, ...labels.map((label) => stringWidth(label)));
  const room = Math.max(10, width - labelWidth - Math.max(0, ...shown.map((text) => stringWidth(text))) - 4);
  const scale = high === low ? 0 : room / (high - low);
  const zero = Math.round(-low * scale);
  const lines = labels.map((label, row) => {
    const number = numbers[row] ?? 0;
    const length = Math.abs(number) * scale;
    const whole = '█'.repeat(Math.floor(length));
    const bar =
      number < 0
        ? ' '.repeat(Math.max(0, zero - Math.round(length))) + '█'.repeat(Math.round(length))
        : ' '.repeat(zero) + whole + (EIGHTHS[Math.floor((length % 1) * 8)] ?? '');
    return `${label}${' '.repeat(labelWidth - stringWidth(label))}  ${bar} ${shown[row]}`;
  });
  return `${[`${name}${unit ? ` (${unit})` : ''}`, ...lines].join('\n')}\n`;
}

const shortened = (label: string): string =>
  [...label].length > MOST_LABEL ? `${[...label].slice(0, MOST_LABEL - 1).join('')}…` : label;
