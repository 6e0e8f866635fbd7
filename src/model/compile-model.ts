import type { Definitions } from '../definitions/definitions.js';
import type { Problem } from '../problems/problem.js';
import { CHECKS } from './checks/checks.js';
import { compileDataset } from './compile/dataset.js';
import { Kept } from './compile/kept.js';
import { tablesOfDatasets } from './compile/known-tables.js';
import { compileMetrics } from './compile/metrics.js';
import { compileRollups } from './compile/rollups.js';
import { compileSegments } from './compile/segments.js';
import type { CompileOptions } from './compile/select-dataset.js';
import { compileSpine } from './compile/spine.js';
import { compileView } from './compile/view.js';
import type { Dataset, Model, View } from './model.js';
import { Problems } from './problems.js';

/**
 * Definitions are linked into one frozen model. All problems come back together; what is broken is left out of the
 * model alone (a metric into `refused`), so that the caller decides whether to serve the rest.
 * @param kept by the compilation before, of other definitions of the same project
 */
export function compileModel(
  definitions: Definitions,
  options: CompileOptions = {},
  kept: Kept = new Kept(),
): { readonly model: Model; readonly problems: readonly Problem[] } {
  const problems = new Problems();
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  kept.asOf(today);
  const datasets = new Map<string, Dataset>();
  const tables = tablesOfDatasets(definitions);
  for (const definition of definitions.datasets) {
    if (problems.firstOf('dataset', definition.name, datasets.get(definition.name.value)?.at))
      datasets.set(
        definition.name.value,
        kept.dataset(definition, problems, (found) => compileDataset(definition, tables, options, found)),
      );
  }
  const spines = [
    ...definitions.spines.map((definition) => compileSpine(definition, datasets.values())),
    ...definitions.calendars.map((definition) => kept.calendar(definition)),
  ];
  const linked: Model = {
    datasets,
    metrics: new Map(),
    views: new Map(),
    spines,
    aliases: new Map(),
    refused: new Map(),
  };
  const withMetrics: Model = { ...linked, ...compileMetrics(linked, definitions, today, problems, kept) };
  const whole = new Map(datasets);
  for (const definition of definitions.datasets) {
    const dataset = compileSegments(withMetrics, definition, today, problems);
    if (dataset !== null) whole.set(dataset.name, dataset);
  }
  const withSegments: Model = { ...withMetrics, datasets: whole };
  for (const definition of definitions.datasets) {
    const dataset = compileRollups(withSegments, definition, today, problems);
    if (dataset !== null) whole.set(dataset.name, dataset);
  }
  const views = new Map<string, View>();
  for (const definition of definitions.views) {
    if (problems.firstOf('view', definition.name, views.get(definition.name.value)?.at))
      views.set(definition.name.value, compileView(withSegments, definition, today, problems));
  }
  const model: Model = { ...withSegments, views };
  for (const check of CHECKS) problems.addAll(check(model, definitions, today));
  return { model: Object.freeze(model), problems: problems.found };
}
