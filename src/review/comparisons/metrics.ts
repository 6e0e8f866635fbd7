import type { Metric } from '../../model/model.js';
import { listNames } from '../../problems/did-you-mean.js';
import { aspectsOf } from '../aspects.js';
import type { Aspect, Change, ChangeClass } from '../change.js';
import { type About, byClass, type Comparison, change, data, same, WORDING } from '../comparison.js';
import { meaningOf } from '../meaning.js';
import type { Movement } from '../movement.js';
import { pairsOf } from '../pairs.js';
import { pathsOf, timeOf } from '../reach.js';
import { metricDefinition, type Side } from '../side.js';

/** What readers of a number rely on besides its value; the grain of a metric of stages is part of what it is. */
const BREAKING: ReadonlySet<string> = new Set(['unit', 'format', 'grain']);

export const compareMetrics: Comparison = (before, after, movement) => {
  const { both, renamed, removed, added } = pairsOf(
    before.model.metrics,
    after.model.metrics,
    (was, is) => meaningOf(was) === meaningOf(is),
  );
  return [
    ...both.flatMap(([was, is]) => compareMetric(before, after, movement, was, is)),
    ...renamed.map(([was, is]) =>
      after.model.aliases.get(was.name) === is.name
        ? change(about(is), 'wording', `The metric was called "${was.name}", which still works.`)
        : change(about(was, 'before'), 'breaking', `The metric was renamed to "${is.name}".`),
    ),
    ...removed.map((was) =>
      after.model.refused.has(was.name)
        ? change(about(was, 'before'), 'breaking', 'The metric does not compile any more.')
        : change(about(was, 'before'), 'breaking', 'The metric was removed.'),
    ),
    ...added.map((is) =>
      change(
        about(is),
        'additive',
        before.model.refused.has(is.name)
          ? 'The metric did not compile before, and does now.'
          : `A ${is.kind.replace('_', '-')} metric was added.`,
      ),
    ),
  ];
};

const about = ({ name, at, owner }: Metric, side: About['side'] = 'after'): About => ({
  subject: 'metric',
  name,
  at,
  owner,
  side,
});

function compareMetric(before: Side, after: Side, movement: Movement, was: Metric, is: Metric): readonly Change[] {
  const [old, now] = [metricDefinition(before, was.name), metricDefinition(after, is.name)];
  if (old === undefined || now === undefined) return [];
  const changed = (aspect: Aspect): boolean =>
    WORDING.has(aspect.key)
      ? !same(was[aspect.key as keyof Metric], is[aspect.key as keyof Metric])
      : BREAKING.has(aspect.key) || movement.isOwn(is.name);
  const aspects = [
    ...typeAspect(was, is),
    ...aspectsOf(old.definition, now.definition).filter(changed),
    ...(old.dataset !== now.dataset && after.model.datasets.has(old.dataset)
      ? [{ key: 'dataset', before: old.dataset, after: now.dataset }]
      : []),
  ];
  return [...byClass(about(is), aspects, classOf), ...lost(before, after, was, is)];
}

const classOf = ({ key }: Aspect): ChangeClass =>
  WORDING.has(key) ? 'wording' : BREAKING.has(key) || key === 'type' ? 'breaking' : 'numbers';

const typeAspect = (was: Metric, is: Metric): readonly Aspect[] =>
  was.type === is.type ? [] : [{ key: 'type', before: was.type, after: is.type }];

/** Where a metric stands on other rows than before, it may lose what it was grouped by. */
function lost(before: Side, after: Side, was: Metric, is: Metric): readonly Change[] {
  const [time, now] = [timeOf(before.model, was), timeOf(after.model, is)];
  const ownTime = timeSaid(before, was) !== timeSaid(after, is) || data(was.datasets) !== data(is.datasets);
  const grains =
    !ownTime || time === null || time === now || now === 'timestamp'
      ? []
      : [
          change(
            about(is),
            'breaking',
            now === null
              ? 'It has no metric_time any more.'
              : 'Its metric_time is a date now: it cannot be asked by the hour any more.',
          ),
        ];
  if (data([...was.datasets].sort()) === data([...is.datasets].sort())) return grains;
  const paths = pathsOf(after.model, is);
  const gone = [...pathsOf(before.model, was)].filter((path) => !paths.has(path));
  return gone.length === 0
    ? grains
    : [...grains, change(about(is), 'breaking', `It cannot be grouped any more by ${listNames(gone, 6)}.`)];
}

function timeSaid(side: Side, { name }: Metric): string | undefined {
  const definition = metricDefinition(side, name)?.definition;
  return definition?.kind === 'expression' ? definition.time?.value : undefined;
}
