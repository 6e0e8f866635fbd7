import { conversion } from './conversion.js';
import { cumulative } from './cumulative.js';
import { expression } from './expression.js';
import { funnel } from './funnel.js';
import type { Kind } from './kind.js';
import { multiStage } from './multi-stage.js';
import { rank } from './rank.js';
import { ratio } from './ratio.js';
import { share } from './share.js';

/** By the word after `kind:`; without it a metric is an expression. */
export const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['simple', expression],
  ['derived', expression],
  ['ratio', ratio],
  ['cumulative', cumulative],
  ['conversion', conversion],
  ['funnel', funnel],
  ['share', share],
  ['rank', rank],
  ['multi_stage', multiStage],
]);

export { expression };
