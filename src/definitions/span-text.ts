import { z } from 'zod';
import type { Located } from '../problems/problem.js';
import { GRAINS, isCalendarGrain } from '../time/grain.js';
import type { Span } from '../time/span.js';
import { offered } from './snippet.js';

const SPAN = /^([1-9]\d{0,4}) +([a-z][a-z0-9_]*)$/;

/** A grain of the calendar, or a custom one. */
export const grainNameShape = z.string().meta(offered(GRAINS.filter((grain) => grain !== 'second')));

export const spanShape = z
  .string()
  .regex(SPAN, { error: 'must be a count and a grain, such as 7 days or 1 month' })
  .meta({
    id: 'Span',
    title: 'Span',
    description: 'A length of time: 7 days, 1 month, 2 fiscal_quarters.',
    ...offered(['7 days', '28 days', '1 month', '1 year']),
  });

/** `7 days` as {count: 7, grain: 'day'}: grains are singular, custom ones of the spine too. */
export function readSpan({ value, at }: Located<string>): Located<Span> {
  const [, count = '1', grain = 'day'] = SPAN.exec(value) ?? [];
  const single = grain.replace(/s$/, '');
  const isPlural = isCalendarGrain(single) || Number(count) !== 1;
  return { value: { count: Number(count), grain: isPlural ? single : grain }, at };
}
