import type { Definitions } from '../../definitions/definitions.js';
import type { Problem } from '../../problems/problem.js';
import type { Model } from '../model.js';
import { certifiedIsComplete } from './certified-is-complete.js';
import { certifiedIsStable } from './certified-is-stable.js';
import { deprecatedIsGone } from './deprecated-is-gone.js';
import { grainsDiffer } from './grains-differ.js';
import { labelsAreShown } from './labels-are-shown.js';
import { linksAreUsable } from './links-are-usable.js';
import { linksDiffer } from './links-differ.js';
import { linksReachKeys } from './links-reach-keys.js';
import { linksResolve } from './links-resolve.js';
import { movesAreExpressible } from './moves-are-expressible.js';
import { namesDiffer } from './names-differ.js';
import { ratiosAreNumbers } from './ratios-are-numbers.js';
import { rollupMetricsMerge } from './rollup-metrics-merge.js';
import { rollupPathsLeadToOne } from './rollup-paths-lead-to-one.js';
import { rollupTimesFit } from './rollup-times-fit.js';
import { rollupsStayAtHome } from './rollups-stay-at-home.js';
import { sharesAddUp } from './shares-add-up.js';
import { successorsExist } from './successors-exist.js';
import { timedMetricsHaveTime } from './timed-metrics-have-time.js';
import { unitsAgree } from './units-agree.js';

/** A check reads the linked model and says what is wrong with it as of a day (2024-01-31); one check, one file. */
export type Check = (model: Model, definitions: Definitions, today: string) => readonly Problem[];

export const CHECKS: readonly Check[] = [
  linksResolve,
  linksReachKeys,
  linksAreUsable,
  linksDiffer,
  labelsAreShown,
  grainsDiffer,
  namesDiffer,
  ratiosAreNumbers,
  unitsAgree,
  sharesAddUp,
  timedMetricsHaveTime,
  movesAreExpressible,
  rollupsStayAtHome,
  rollupMetricsMerge,
  rollupPathsLeadToOne,
  rollupTimesFit,
  certifiedIsComplete,
  certifiedIsStable,
  deprecatedIsGone,
  successorsExist,
];
