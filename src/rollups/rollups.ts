import type { Model } from '../model/model.js';
import { ProblemError } from '../problems/problem.js';
import { type Holding, holdingOf, rollupsOf } from './holding.js';
import type { RollupState } from './state.js';

/** The rollups of a model, and what is built of them now. */
export interface Rollups {
  readonly holdings: readonly Holding[];
  /** By name; asked at each question. */
  readonly states: () => ReadonlyMap<string, RollupState>;
}

/** One that cannot be held is none: building it says why. */
export const rollupsFor = (model: Model, sketches: boolean, states: Rollups['states']): Rollups => ({
  states,
  holdings: rollupsOf(model).flatMap((rollup) => {
    try {
      return [holdingOf(model, rollup, sketches)];
    } catch (error) {
      if (error instanceof ProblemError) return [];
      throw error;
    }
  }),
});
