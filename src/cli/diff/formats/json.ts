import { problemJson } from '../../../problems/print.js';
import { heaviest } from '../../../review/change.js';
import type { Report } from '../report.js';

/** For programs; its shape is documented in docs/cli.md. */
export const jsonReport = ({ base, head, changes, numbers, sql }: Report): string =>
  `${JSON.stringify(
    {
      base: { name: base.label, problems: base.problems.map(problemJson) },
      head: { name: head.label },
      heaviest: heaviest(changes),
      changes,
      ...(numbers && { grain: numbers.grain, numbers: numbers.metrics, notAsked: numbers.notAsked }),
      ...(sql && { sql: sql.map(({ metric, before, after }) => ({ metric, before, after })) }),
    },
    null,
    2,
  )}\n`;
