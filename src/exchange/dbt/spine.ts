import { GRAINS } from '../../time/grain.js';
import { SPINE_FILE } from '../draft.js';
import { typeFor } from './catalog.js';
import type { World } from './world.js';

interface Spine {
  readonly table: string;
  readonly column: string;
  readonly grain: string;
  readonly custom: readonly { readonly name: string; readonly column: string }[];
  readonly place: string;
}

/** Of several time spines the one by the day, or the coarsest of those that are finer. */
export function importSpine(world: World): void {
  const spines = spinesOf(world);
  const order = ['day', 'hour', 'minute', 'second'];
  const rank = ({ grain }: Spine): number => (order.includes(grain) ? order.indexOf(grain) : order.length);
  const [chosen, ...others] = [...spines].sort((a, b) => rank(a) - rank(b));
  if (chosen === undefined) return;
  for (const { table, grain, place } of others)
    world.report.loss(
      { what: `time spine ${table}`, place },
      `There is one spine, by ${chosen.grain}; this one is by ${grain}.`,
    );
  const origin = { what: `time spine ${chosen.table}`, place: chosen.place };
  if (!(GRAINS as readonly string[]).includes(chosen.grain))
    return void world.report.loss(origin, `A spine by ${chosen.grain} is none here.`);
  const grains = chosen.custom.map((each) => customGrain(world, chosen, each)).filter((each) => each !== undefined);
  world.draft.spine = {
    table: chosen.table,
    column: chosen.column,
    grain: chosen.grain,
    ...(grains.length > 0 && { grains: Object.fromEntries(grains) }),
  };
  world.draft.origins.set(SPINE_FILE, origin);
  world.report.add('exact', origin, `Spine ${chosen.table}, by ${chosen.grain}.`);
}

function spinesOf({ manifest, report }: World): readonly Spine[] {
  const { time_spines, time_spine_table_configurations } = manifest.project_configuration ?? {};
  const spines = (time_spines ?? []).map(
    ({ node_relation: { schema_name, alias }, primary_column, custom_granularities }, index): Spine => ({
      table: `${schema_name}.${alias}`,
      column: primary_column.name,
      grain: primary_column.time_granularity.toLowerCase(),
      custom: (custom_granularities ?? []).map(({ name, column_name }) => ({ name, column: column_name ?? name })),
      place: `project_configuration.time_spines[${index}]`,
    }),
  );
  if (spines.length > 0) return spines;
  return (time_spine_table_configurations ?? []).flatMap(({ location, column_name, grain }, index): Spine[] => {
    const place = `project_configuration.time_spine_table_configurations[${index}]`;
    const table = location.split('.').slice(-2).join('.').replaceAll('"', '');
    if (!/^\w+\.\w+$/.test(table)) {
      report.loss({ what: `time spine ${location}`, place }, 'Its location is no schema.table.');
      return [];
    }
    return [{ table, column: column_name, grain: grain.toLowerCase(), custom: [], place }];
  });
}

/** Grains are called as their columns are. */
function customGrain(
  { report, catalog }: World,
  { table, place }: Spine,
  { name, column }: Spine['custom'][number],
): readonly [string, string] | undefined {
  const origin = { what: `custom granularity "${name}"`, place };
  if (name !== column)
    return report.loss(origin, `Grains are called as their columns are, and this one's is "${column}".`);
  const told = catalog?.typeOf(table, column);
  const type = told && typeFor(told);
  if (type === undefined) report.add('guess', origin, `Its column in ${table} is taken for date: no catalogue tells.`);
  else report.add('exact', origin, `Grain "${name}".`);
  return [column, type ?? 'date'];
}
