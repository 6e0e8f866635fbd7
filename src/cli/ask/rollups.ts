import type { Engine } from '../../engine/engine.js';
import type { Model } from '../../model/model.js';
import { settledVersions } from '../../rollups/build.js';
import { rollupsOf } from '../../rollups/holding.js';
import { openStore } from '../../rollups/open-store.js';
import { type Rollups, rollupsFor } from '../../rollups/rollups.js';
import type { Configuration } from '../../server/configuration/configuration.js';

/** What is built of a project's rollups now, for one question; undefined where it has none, or uses none. */
export async function builtRollups(
  model: Model,
  { engine: settings, useRollups }: Configuration,
  engine: Engine,
  signal: AbortSignal,
): Promise<Rollups | undefined> {
  if (!useRollups || rollupsOf(model).length === 0) return undefined;
  const store = await openStore(model, settings);
  try {
    const states = await store.states();
    const rollups = rollupsFor(model, store.sketches, () => states);
    const tables = [
      ...rollups.holdings.flatMap(({ sources }) => sources),
      ...[...states.values()].map((each) => each.table),
    ];
    await settledVersions(engine, [...new Set(tables)], signal);
    return rollups;
  } finally {
    await store.close();
  }
}
