import type { GraphqlAnswer } from '../builders/serve.js';

const WIDTH = 100;

interface Shown {
  readonly code?: string;
  readonly hint?: string;
}

/** What a page shows of an answer: its data, or its errors with their codes and hints. */
export function shownOf({ data, errors }: GraphqlAnswer): unknown {
  if (errors === undefined) return data;
  return {
    errors: errors.map(({ message, extensions }) => {
      const { code, hint }: Shown = extensions ?? {};
      return { message, extensions: { code, hint } };
    }),
  };
}

/** JSON in which whatever fits stands on one line. */
export function answerText(value: unknown, indent = ''): string {
  const flat = flatText(value);
  if (typeof value !== 'object' || value === null || indent.length + flat.length <= WIDTH) return flat;
  const deeper = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const entries = Array.isArray(value)
    ? value.map((each) => answerText(each, deeper))
    : Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${answerText(each, deeper)}`);
  return `${open}\n${entries.map((entry) => deeper + entry).join(',\n')}\n${indent}${close}`;
}

function flatText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flatText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${flatText(each)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** Doubles may differ in their last digits; numbers of many digits are text, and compare as numbers do. */
export function settled(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(12));
  if (Array.isArray(value)) return value.map(settled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, settled(each)]));
}
