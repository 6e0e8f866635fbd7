import type { Definitions } from '../../definitions/definitions.js';
import type { Problem } from '../../problems/problem.js';
import type { Model } from '../model.js';
import { linksReachKeys } from './links-reach-keys.js';
import { linksResolve } from './links-resolve.js';
import { ratiosAreNumbers } from './ratios-are-numbers.js';

/** A check reads the linked model and says what is wrong with it; one check, one file. */
export type Check = (model: Model, definitions: Definitions) => readonly Problem[];

export const CHECKS: readonly Check[] = [linksResolve, linksReachKeys, ratiosAreNumbers];
