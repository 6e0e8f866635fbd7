import { z } from 'zod';
import type { TimeToConvertDefinition } from '../definitions.js';
import { type MapTree, textUnder } from '../tree.js';

/** In these a time to convert is told; longer ones differ in length. */
export const DURATION_UNITS = ['seconds', 'minutes', 'hours', 'days', 'weeks'] as const;
export type DurationUnit = (typeof DURATION_UNITS)[number];

const THEN = /^(median|avg|min|max|p[1-9]\d?)$/;

export const timeKeys = {
  // biome-ignore lint/suspicious/noThenProperty: the word of the definitions
  then: z
    .string()
    .regex(THEN, { error: 'must be median, avg, min, max, or a percentile such as p90' })
    .optional()
    .meta({ description: 'What is made of the times: median (unless said), avg, min, max, or p90.' }),
};

interface TimeSaid {
  readonly calculation?: string | undefined;
  readonly then?: string | undefined;
  readonly unit?: string | null | undefined;
}

export const hasUnitOfTime = ({ calculation, unit }: TimeSaid): boolean =>
  calculation !== 'time' || DURATION_UNITS.some((each) => each === unit);
export const thenIsOfTime = ({ calculation, then }: TimeSaid): boolean => calculation === 'time' || then === undefined;
export const NEEDS_UNIT = { error: `needs a unit: for calculation: time, one of ${DURATION_UNITS.join(', ')}` };
export const NEEDS_TIME = { error: 'has then:, which goes with calculation: time' };

export function readTimeToConvert(metric: MapTree): TimeToConvertDefinition | undefined {
  const unit = DURATION_UNITS.find((each) => each === textUnder(metric, 'unit'));
  if (textUnder(metric, 'calculation') !== 'time' || unit === undefined) return undefined;
  // biome-ignore lint/suspicious/noThenProperty: the word of the definitions
  return { then: textUnder(metric, 'then') ?? 'median', unit };
}
