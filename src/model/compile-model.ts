import type { Definitions } from '../definitions/definitions.js';
import type { Problem } from '../problems/problem.js';
import { CHECKS } from './checks/checks.js';
import { compileCalendar } from './compile/calendar.js';
import { compileDataset } from './compile/dataset.js';
import { tablesOfDatasets } from './compile/known-tables.js';
import { compileMetrics } from './compile/metrics.js';
import { compileSegments } from './compile/segments.js';
import type { CompileOptions } from './compile/select-dataset.js';
import { compileSpine } from './compile/spine.js';
import { compileView } from './compile/view.js';
import type { Dataset, Model, View } from './model.js';
import { Problems } from './problems.js';

/**
 * Definitions are linked into one frozen model. All problems come back together; what is broken is left out of the
 * model alone (a metric into `refused`), so that the caller decides whether to serve the rest.
 */
export function compileModel(
  definitions: Definitions,
  options: CompileOptions = {},
): { readonly model: Model; readonly problems: readonly Problem[] } {
  const problems = new Problems();
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  const datasets = new Map<string, Dataset>();
  const tables = tablesOfDatasets(definitions);
  for (const definition of definitions.datasets) {
    if (problems.firstOf('dataset', definition.name, datasets.get(definition.name.value)?.at))
      datasets.set(definition.name.value, compileDataset(definition, tables, options, problems));
  }
  const spines = [
    ...definitions.spines.map((definition) => compileSpine(definition, datasets.values())),
    ...definitions.calendars.map(compileCalendar),
  ];
  const linked: Model = {
    datasets,
    metrics: new Map(),
    views: new Map(),
    spines,
    aliases: new Map(),
    refused: new Map(),
  };
  const withMetrics: Model = { ...linked, ...compileMetrics(linked, definitions, today, problems) };
  for (const definition of definitions.datasets) compileSegments(withMetrics, definition, today, problems);
  const views = new Map<string, View>();
  for (const definition of definitions.views) {
    if (problems.firstOf('view', definition.name, views.get(definition.name.value)?.at))
      views.set(definition.name.value, compileView(withMetrics, definition, today, problems));
  }
  const model: Model = { ...withMetrics, views };
  for (const check of CHECKS) problems.addAll(check(model, definitions, today));
  return { model: Object.freeze(model), problems: problems.found };
}
