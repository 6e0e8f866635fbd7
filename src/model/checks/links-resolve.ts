import { isSketch } from '../../expressions/data-type.js';
import { commonType } from '../../expressions/functions.js';
import { didYouMean, listNames } from '../../problems/did-you-mean.js';
import { isSamePlace, type Problem } from '../../problems/problem.js';
import { sketchIsNoValue } from '../sketches.js';
import type { Check } from './checks.js';

/** A link leads to a dataset that is defined, over columns that both sides have, of types that can be equal. */
export const linksResolve: Check = (model, definitions) => {
  const problems: Problem[] = [];
  for (const definition of definitions.datasets) {
    const own = model.datasets.get(definition.name.value);
    if (own === undefined || !isSamePlace(own.at, definition.name.at)) continue;
    for (const link of definition.links) {
      const to = model.datasets.get(link.to.value);
      if (to === undefined) {
        problems.push({
          code: 'UNKNOWN_DATASET',
          at: link.to.at,
          message: `Link "${link.name.value}" leads to "${link.to.value}", which is not defined.`,
          hint: didYouMean(link.to.value, model.datasets.keys()),
        });
        continue;
      }
      for (const { own: from, its } of link.on) {
        const [a, b] = [own.dimensions.get(from.value), to.dimensions.get(its.value)];
        const [ofSketches, itsSketches] = [own.columns.get(from.value), to.columns.get(its.value)];
        if (ofSketches && isSketch(ofSketches)) problems.push(sketchIsNoValue('Linked by', from, ofSketches));
        else if (a === undefined)
          problems.push({
            code: 'UNKNOWN_COLUMN',
            at: from.at,
            message: `Link "${link.name.value}" starts from "${from.value}", which "${own.name}" does not have.`,
            hint: didYouMean(from.value, own.dimensions.keys()) ?? `It has: ${listNames(own.dimensions.keys())}.`,
          });
        if (itsSketches && isSketch(itsSketches)) problems.push(sketchIsNoValue('Linked to', its, itsSketches));
        else if (b === undefined)
          problems.push({
            code: 'UNKNOWN_COLUMN',
            at: its.at,
            message: `Link "${link.name.value}" leads to "${its.value}", which "${to.name}" does not have.`,
            hint: didYouMean(its.value, to.dimensions.keys()) ?? `It has: ${listNames(to.dimensions.keys())}.`,
          });
        if (a && b && commonType(a.type, b.type) === undefined)
          problems.push({
            code: 'LINK_KEY_MISMATCH',
            at: from.at,
            message: `Link "${link.name.value}" compares "${from.value}" (${a.type}) with "${its.value}" (${b.type}).`,
            hint: 'Link columns of one type, or give one side a dimension with a CAST.',
          });
      }
    }
  }
  return problems;
};
