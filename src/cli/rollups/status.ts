import type { Engine } from '../../engine/engine.js';
import type { Rollup } from '../../model/model.js';
import { didYouMean, listNames } from '../../problems/did-you-mean.js';
import { refuse } from '../../problems/problem.js';
import { settledVersions, versionIn } from '../../rollups/build.js';
import { type Due, dueOf } from '../../rollups/due.js';
import { type Holding, nameOf } from '../../rollups/holding.js';
import { isKept } from '../../rollups/partitions.js';
import type { RollupState } from '../../rollups/state.js';
import type { RollupStore } from '../../rollups/store.js';

/** Rollups by `dataset.rollup`. @throws UNKNOWN_ROLLUP */
export function chosen(all: readonly Rollup[], names: readonly string[]): readonly Rollup[] {
  const byName = new Map(all.map((rollup) => [nameOf(rollup), rollup]));
  return names.length === 0
    ? all
    : names.map(
        (name) =>
          byName.get(name) ??
          refuse({
            code: 'UNKNOWN_ROLLUP',
            message: `No rollup has the name "${name}".`,
            hint: didYouMean(name, byName.keys()) ?? `There are: ${listNames(byName.keys())}.`,
          }),
      );
}

export interface Looked {
  readonly holding: Holding;
  readonly state: RollupState | null;
  readonly due: Due;
}

export async function looked(
  holdings: readonly Holding[],
  engine: Engine,
  store: RollupStore,
  signal: AbortSignal,
): Promise<readonly Looked[]> {
  const states = await store.states();
  const tables = new Set(
    holdings.flatMap((each) => [
      ...each.sources,
      ...(states.get(each.name) ? [states.get(each.name)?.table ?? ''] : []),
    ]),
  );
  const versionOf = versionIn(await settledVersions(engine, [...tables], signal));
  const now = new Date();
  return holdings.map((holding) => {
    const state = states.get(holding.name) ?? null;
    return { holding, state, due: dueOf(holding, state, versionOf, now) };
  });
}

export const planned = ({ holding, state, due }: Looked): object => ({
  name: holding.name,
  reason: due.reason,
  says: due.says,
  builds: due.scope === null ? 'nothing' : due.scope.kind === 'all' ? 'all' : 'some',
  from: due.scope?.kind === 'from' ? due.scope.from : null,
  changedPartitions: due.scope?.kind === 'parts' ? due.scope.changed : null,
  columns: holding.columns.map(({ name, type }) => ({ name, type })),
  sources: holding.sources,
  table: state?.table ?? null,
  builtAt: state?.builtAt ?? null,
  watermark: state?.watermark ?? null,
  rows: state?.rows ?? null,
  bytes: state?.bytes ?? null,
  partitions: state?.partitions.length ?? null,
});

export function planText(seen: readonly Looked[]): string {
  if (seen.length === 0) return NONE;
  return seen
    .map(({ holding, state, due }) => {
      return `${holding.name}: ${due.says} ${buildText(due.scope, state)}\n  ${holding.columns.map(({ name, type }) => `${name} ${type}`).join(', ')}\n  from ${holding.sources.join(', ')}\n`;
    })
    .join('');
}

function buildText(scope: Due['scope'], state: RollupState | null): string {
  if (scope === null) return 'Nothing to build.';
  switch (scope.kind) {
    case 'all':
      return 'All of it is built.';
    case 'parts':
      return 'Built where their rows are; the other partitions are taken over.';
    default: {
      const kept = state?.partitions.filter(({ key }) => isKept(key, scope)).length ?? 0;
      return `Built from ${scope.from} on; ${kept} partitions are taken over.`;
    }
  }
}

export function statusText(seen: readonly Looked[]): string {
  if (seen.length === 0) return NONE;
  return seen
    .map(({ holding, state, due }) => {
      if (state === null) return `${holding.name}: ${due.says}\n`;
      const size = `${state.rows.toLocaleString('en')} rows in ${state.partitions.length} ${state.partitions.length === 1 ? 'partition' : 'partitions'}, ${bytesText(state.bytes)}`;
      const mark = state.watermark === null ? '' : `, watermark ${state.watermark}`;
      return `${holding.name}: ${due.says}\n  ${size}; built ${state.builtAt}${mark}\n  ${state.table}\n`;
    })
    .join('');
}

const NONE = 'No dataset has a rollup. docs/rollups.md says how one is declared.\n';

const bytesText = (bytes: number): string =>
  bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
