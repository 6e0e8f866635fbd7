import { type MetricKeys, withMetric } from '../../editing/new-metric.js';
import { didYouMean, listNames } from '../../problems/did-you-mean.js';
import { refuse } from '../../problems/problem.js';
import { nameOrRefuse } from '../name-argument.js';
import type { Surroundings } from '../surroundings.js';
import { type CommonFlags, openForNew, writeNew } from './write-new.js';

export interface MetricFlags extends CommonFlags {
  readonly dataset?: string | undefined;
  readonly expression: string;
  readonly where?: string | undefined;
  readonly label?: string | undefined;
  readonly unit?: string | undefined;
  readonly format?: string | undefined;
}

/** Adds a metric to the file of its dataset. */
export function newMetric(name: string, flags: MetricFlags, surroundings: Surroundings): number {
  const project = openForNew(flags, surroundings);
  const { model } = project.compiled;
  nameOrRefuse(name);
  const taken = model.metrics.get(name) ?? model.metrics.get(model.aliases.get(name) ?? '');
  if (taken !== undefined || model.refused.has(name))
    refuse({
      code: 'DUPLICATE_NAME',
      message: `There is a metric "${name}" already.`,
      hint: taken && `It is at ${taken.at.file}:${taken.at.line}:${taken.at.column}.`,
    });
  const only = model.datasets.size === 1 ? [...model.datasets.keys()][0] : undefined;
  const asked = flags.dataset ?? only;
  const dataset = asked === undefined ? undefined : model.datasets.get(asked);
  if (dataset === undefined)
    return refuse({
      code: 'UNKNOWN_DATASET',
      path: '--dataset',
      message: asked === undefined ? 'A metric lives in a dataset: say which.' : `There is no dataset "${asked}".`,
      hint: (asked && didYouMean(asked, model.datasets.keys())) ?? `There are: ${listNames(model.datasets.keys())}.`,
    });
  const { expression, where, label, description, owner, unit, format } = flags;
  const said = Object.entries({ expression, where, unit, format, label, description, owner });
  const keys = Object.fromEntries(said.filter(([, value]) => value !== undefined)) as MetricKeys;
  const before = project.files.find(({ path }) => path === dataset.at.file);
  const after = before && withMetric(before.text, dataset.name, name, keys);
  if (before === undefined || after === undefined)
    return refuse({
      code: 'INVALID_DEFINITION',
      at: dataset.at,
      message: `The metrics of "${dataset.name}" are written so that none can be added.`,
      hint: 'Write metrics: as a map at the end of the dataset.',
    });
  return writeNew(
    project,
    { path: before.path, before: before.text, after },
    `The metric "${name}"`,
    flags,
    surroundings,
  );
}
