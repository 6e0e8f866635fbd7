import { cellText } from '../output/table.js';
import type { BeforeAfter, MetricNumbers } from './numbers.js';
import type { Report } from './report.js';
import { changeText, difference, valueText } from './values.js';

export const NUMBER_COLUMNS = ['metric', 'of', 'before', 'after', 'change'] as const;

const MOST_PERIODS = 3;

/** A line for the total, for the periods that moved most, and for the worst group. */
export function numberRows({ numbers }: Report): readonly (readonly string[])[] {
  return (numbers?.metrics ?? []).flatMap((metric) => {
    const { total, worst } = metric;
    const name = metric.unit === null ? metric.metric : `${metric.metric} (${metric.unit})`;
    const row = (of: string, values: BeforeAfter): readonly string[] => [
      name,
      of,
      valueText(values.before),
      valueText(values.after),
      changeText(values),
    ];
    return [
      ...(total === null ? [] : [row('total', total)]),
      ...worstPeriods(metric).map((period) =>
        row(`${numbers?.grain} ${period.at.replace(/T00:00:00(\.0+)?$/, '')}`, period),
      ),
      ...(worst === null ? [] : [row(`${worst.dimension} = ${cellText(worst.group)}`, worst)]),
    ];
  });
}

/** In the order of time. */
function worstPeriods({ periods }: MetricNumbers) {
  const worst = new Set(
    [...(periods ?? [])]
      .sort((a, b) => difference(b.before, b.after) - difference(a.before, a.after))
      .slice(0, MOST_PERIODS),
  );
  return (periods ?? []).filter((period) => worst.has(period));
}
