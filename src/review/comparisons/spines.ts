import type { Spine } from '../../model/model.js';
import { listNames } from '../../problems/did-you-mean.js';
import type { Aspect, Change } from '../change.js';
import { type About, byClass, type Comparison, change, same } from '../comparison.js';
import { pairsOf } from '../pairs.js';
import type { Side } from '../side.js';

/** Tables of days and calendars by rule, and the custom grains that they make. */
export const compareSpines: Comparison = (before, after) => {
  const { both, renamed, removed, added } = pairsOf(
    byTable(before),
    byTable(after),
    (was, is) => was.rule === null && is.rule === null,
  );
  return [
    ...[...both, ...renamed].flatMap(([was, is]) => compareSpine(about(after, is), was, is)),
    ...removed.map((was) => change(about(before, was, 'before'), 'breaking', 'The spine was removed.')),
    ...added.map((is) => change(about(after, is), 'additive', 'A spine was added.')),
  ];
};

const byTable = ({ model }: Side) => new Map(model.spines.map((spine) => [spine.table, spine]));

const NUMBERS: ReadonlySet<string> = new Set(['table', 'column', 'rule']);

const ruleText = ({ rule }: Spine): string | null => (rule === null ? null : JSON.stringify(rule));

function compareSpine(of: About, was: Spine, is: Spine): readonly Change[] {
  const aspects = (['table', 'column', 'grain'] as const).flatMap((key): Aspect[] =>
    was[key] === is[key] ? [] : [{ key, before: was[key], after: is[key] }],
  );
  const rule = same(was.rule, is.rule) ? [] : [{ key: 'rule', before: ruleText(was), after: ruleText(is) }];
  const types = is.grains.flatMap((grain): Aspect[] => {
    const [before, after] = [was.types.get(grain) ?? null, is.types.get(grain) ?? null];
    return before === null || before === after ? [] : [{ key: `the type of ${grain}`, before, after }];
  });
  const gone = was.grains.filter((grain) => !is.grains.includes(grain));
  const more = is.grains.filter((grain) => !was.grains.includes(grain));
  return [
    ...byClass(of, [...aspects, ...rule, ...types], ({ key }) => (NUMBERS.has(key) ? 'numbers' : 'breaking')),
    ...(gone.length > 0 ? [change(of, 'breaking', `There is no grain ${listNames(gone)} any more.`)] : []),
    ...(more.length > 0 ? [change(of, 'additive', `There is a grain ${listNames(more)} now.`)] : []),
  ];
}

const about = ({ definitions }: Side, { table }: Spine, side: About['side'] = 'after'): About => ({
  subject: 'spine',
  name: table,
  at:
    definitions.spines.find((each) => each.table.value === table)?.table.at ??
    definitions.calendars.find(({ name }) => `${name.value}_calendar` === table)?.name.at ??
    null,
  owner: null,
  side,
});
