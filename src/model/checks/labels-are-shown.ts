import type { Problem } from '../../problems/problem.js';
import type { Check } from './checks.js';

/** A default label stands in place of texts: where the linked dataset has none, it is never shown. */
export const labelsAreShown: Check = (model, { datasets }) =>
  datasets.flatMap(({ links }) =>
    links.flatMap(({ name, to, on, default: label }): Problem[] => {
      const dataset = model.datasets.get(to.value);
      if (label === undefined || dataset === undefined) return [];
      const keys = new Set(on.map(({ its }) => its.value));
      const texts = [...dataset.dimensions.values()].filter(
        ({ type, hidden, name: each }) => type === 'text' && (!hidden || keys.has(each)),
      );
      if (texts.length > 0) return [];
      return [
        {
          code: 'LABEL_IGNORED',
          severity: 'warning',
          at: label.at,
          message: `The default of link "${name.value}" is never shown: "${dataset.name}" has no dimension that is a text.`,
          hint: 'Leave it out.',
        },
      ];
    }),
  );
