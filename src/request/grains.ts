import type { DataType } from '../expressions/data-type.js';
import type { Model } from '../model/model.js';
import { didYouMean, listNames } from '../problems/did-you-mean.js';
import { GRAINS, isBelowDay, isCalendarGrain } from '../time/grain.js';
import type { RequestedGrain } from './metric-request.js';
import type { Walks } from './paths.js';
import type { Reading } from './reading.js';

/** Looks up a grain by name: a calendar one, or a column of a spine. */
export function readGrain(reading: Reading, name: string, at: string): RequestedGrain | undefined {
  if (isCalendarGrain(name)) return name;
  const custom = reading.model.spines.flatMap((spine) => spine.grains);
  if (custom.includes(name)) return { custom: name };
  const known = [...GRAINS, ...custom];
  return reading.problems.add({
    code: 'UNKNOWN_GRAIN',
    message: `There is no grain "${name}".`,
    path: at,
    hint: didYouMean(name, known) ?? `Grains: ${listNames(known, 20)}.`,
  });
}

/** Whether a grain can cut what the paths lead to; adds the problem where not. */
export function checkGrain(reading: Reading, walks: Walks, grain: RequestedGrain, at: string): boolean {
  const plain = walks.types.find((type) => type !== 'date' && type !== 'timestamp');
  if (plain !== undefined) {
    reading.problems.add({
      code: 'GRAIN_NOT_ALLOWED',
      message: `A grain cuts dates and timestamps; this is ${plain}.`,
      path: at,
      hint: 'Leave the grain out.',
    });
    return false;
  }
  if (typeof grain === 'string' && isBelowDay(grain) && walks.types.includes('date')) {
    reading.problems.add({
      code: 'GRAIN_NOT_ALLOWED',
      message: `A date cannot be cut by ${grain}: it has no time of day.`,
      path: at,
      hint: 'Use day or a coarser grain.',
    });
    return false;
  }
  return true;
}

/** What a value cut to a grain looks like: a date, below the day a timestamp, for a custom grain what its column holds. */
export function typeOfGrain(model: Model, grain: RequestedGrain): DataType {
  if (typeof grain === 'string') return isBelowDay(grain) ? 'timestamp' : 'date';
  const spine = model.spines.find((candidate) => candidate.grains.includes(grain.custom));
  return spine?.types.get(grain.custom) ?? 'date';
}
