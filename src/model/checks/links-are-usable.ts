import type { Problem } from '../../problems/problem.js';
import type { Check } from './checks.js';

/** A link that holds for a time needs a time to look at, one to many a key to count rows once. */
export const linksAreUsable: Check = (model, { datasets }) =>
  datasets.flatMap(({ name, links, metrics }) => {
    const dataset = model.datasets.get(name.value);
    if (dataset === undefined) return [];
    const hasTime =
      dataset.time !== null || metrics.some((metric) => metric.kind === 'expression' && metric.time !== undefined);
    return links.flatMap((link): Problem[] => {
      const lacks =
        link.during?.asOf === 'event' && !hasTime ? 'time' : link.many && dataset.key.length === 0 ? 'key' : null;
      if (lacks === null) return [];
      const why = lacks === 'time' ? 'it holds for a time' : 'a row may meet several and has to be counted once';
      return [
        {
          code: 'LINK_NOT_USABLE',
          severity: 'warning',
          at: link.name.at,
          message: `${lacks === 'time' ? 'Metrics' : 'Sums and counts'} over link "${link.name.value}" of "${dataset.name}" are refused: ${why}, and the dataset has no ${lacks}.`,
          hint: `Say ${lacks}: in "${dataset.name}".`,
        },
      ];
    });
  });
