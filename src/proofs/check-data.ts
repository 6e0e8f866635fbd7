import type { DatasetDefinition, Definitions } from '../definitions/definitions.js';
import type { Engine } from '../engine/engine.js';
import type { Model } from '../model/model.js';
import { outputOf, type PlanNode } from '../plan/plan.js';
import { listNames } from '../problems/did-you-mean.js';
import { type Place, type Problem, ProblemError } from '../problems/problem.js';
import type { RowsLeftOut } from '../result/explanation.js';
import { dialects } from '../sql/dialects/dialects.js';
import { toSql } from '../sql/to-sql.js';
import { checkPartitions } from './check-partitions.js';
import { allClaims } from './claims-of-model.js';
import { countLeftOut } from './count-left-out.js';
import type { KeyClaim } from './key-claim.js';
import { disproofText, proveKey } from './prove-key.js';
import { notUnique } from './rely-on-keys.js';
import { spineDays } from './spine-days.js';
import { fits, typesOfTable } from './table-types.js';

/** What the data say of the definitions. */
export interface DataCheck {
  readonly problems: readonly Problem[];
  /** For each many-to-one link, the rows without a partner: often rightly so. */
  readonly links: readonly RowsLeftOut[];
  readonly provenKeys: number;
  readonly provenPartitions: number;
}

interface Checked {
  readonly model: Model;
  readonly definitions: Definitions;
  readonly engine: Engine;
  readonly signal: AbortSignal;
}

/**
 * Tables and columns are there with their declared types; rows lie in the partitions that follow from their times; keys are
 * unique; spines have each day. What stands on a dataset
 * that cannot be read is left out: one cause, one problem.
 * @throws ENGINE_UNAVAILABLE and the like, where the engine cannot be asked at all
 */
export async function checkData(checked: Checked): Promise<DataCheck> {
  const problems: Problem[] = [];
  const readable = new Set<string>();
  for (const definition of checked.definitions.datasets) {
    const found = await datasetProblems(checked, definition);
    problems.push(...found);
    if (found.every(({ severity }) => severity === 'warning')) readable.add(definition.name.value);
  }
  for (const { table, column, grains } of checked.definitions.spines) {
    const columns = [column, ...grains.map(({ name }) => name)];
    const found = await missingColumns(
      checked,
      table,
      columns.map((name) => ({ name })),
    );
    problems.push(...found);
    if (found.length === 0) readable.add(table.value);
  }
  let provenPartitions = 0;
  for (const definition of checked.definitions.datasets) {
    const dataset = checked.model.datasets.get(definition.name.value);
    if (dataset === undefined || !readable.has(dataset.name)) continue;
    const found = await checkPartitions(definition, dataset, checked.engine, checked.signal);
    problems.push(...found.problems);
    provenPartitions += found.proven;
  }
  let provenKeys = 0;
  for (const claim of allClaims(checked.model)) {
    if (!isReadable(claim, readable)) continue;
    const finding = await proveKey(claim, checked.engine, checked.signal);
    if (finding.holds) provenKeys += 1;
    else problems.push({ ...notUnique(claim, disproofText(claim, finding)), at: placeOf(claim, checked.definitions) });
  }
  for (const [index, spine] of checked.model.spines.entries()) {
    const at = checked.definitions.spines[index]?.table.at;
    if (spine.rule === null && readable.has(spine.table) && spine.grain === 'day')
      problems.push(...(await gaps(checked, spine, at)));
  }
  return { problems, links: await linksOf(checked, readable), provenKeys, provenPartitions };
}

const isReadable = ({ of }: KeyClaim, readable: ReadonlySet<string>): boolean => readable.has(of);

/** A SELECT is run for no row: its tables and columns are named by the engine. */
async function datasetProblems(
  checked: Checked,
  { name, table, sql, columns }: DatasetDefinition,
): Promise<readonly Problem[]> {
  if (table !== undefined) return missingColumns(checked, table, columns);
  const dataset = checked.model.datasets.get(name.value);
  if (dataset?.select == null) return [];
  const node: PlanNode = {
    kind: 'sort',
    by: [],
    limit: 0,
    offset: 0,
    input: {
      kind: 'project',
      relation: 'one',
      input: { kind: 'scan', relation: 'rows', table: null, select: dataset.select },
      columns: [...dataset.columns].map(([column, type]) => ({
        name: column,
        value: { kind: 'column', relation: 'rows', column, type },
      })),
    },
  };
  try {
    await checked.engine.run(toSql(node, outputOf(node), dialects[checked.engine.name]), checked.signal);
    return [];
  } catch (error) {
    return here(error, sql?.at);
  }
}

type Column = {
  readonly name: { readonly value: string; readonly at: Place };
  readonly type?: DatasetDefinition['columns'][number]['type'];
};

async function missingColumns(
  { engine, signal }: Checked,
  table: { readonly value: string; readonly at: Place },
  columns: readonly Column[],
): Promise<readonly Problem[]> {
  const found = await typesOfTable(
    engine,
    table.value,
    columns.map(({ name }) => name.value),
    signal,
  );
  if (found === null)
    return [
      {
        code: 'TABLE_NOT_FOUND',
        at: table.at,
        message: `The engine has no table "${table.value}".`,
        hint: 'Mend table:, or the data of the engine profile.',
      },
    ];
  const there = listNames(found.types.keys());
  return columns.flatMap(({ name, type }): Problem[] => {
    if (found.missing.includes(name.value))
      return [
        {
          code: 'COLUMN_NOT_FOUND',
          at: name.at,
          message: `Table "${table.value}" has no column "${name.value}".`,
          hint: `Of those declared, it has: ${there}.`,
        },
      ];
    const real = found.types.get(name.value) ?? '';
    if (type === undefined || fits(type.value, real)) return [];
    return [
      {
        code: 'COLUMN_TYPE_DIFFERS',
        at: type.at,
        message: `Column "${name.value}" of "${table.value}" is declared as ${type.value}, and the table has ${real.toLowerCase()}.`,
      },
    ];
  });
}

function here(error: unknown, at: Place | undefined): readonly Problem[] {
  if (
    !(error instanceof ProblemError) ||
    !error.problems.every(({ code }) => code === 'TABLE_NOT_FOUND' || code === 'COLUMN_NOT_FOUND')
  )
    throw error;
  return error.problems.map((problem) => ({ ...problem, at }));
}

async function gaps(
  { engine, signal }: Checked,
  spine: Model['spines'][number],
  at: Place | undefined,
): Promise<readonly Problem[]> {
  const { first, last, expected, found } = await spineDays(spine, engine, signal);
  if (expected === found && found > 0) return [];
  const message =
    found === 0
      ? `The spine "${spine.table}" has no day.`
      : `The spine "${spine.table}" lacks ${expected - found} of the ${expected} days from ${first} to ${last}.`;
  return [{ code: 'SPINE_INCOMPLETE', at, message, hint: 'Days without a row are in no period, and are not filled.' }];
}

async function linksOf(
  { model, engine, signal }: Checked,
  readable: ReadonlySet<string>,
): Promise<readonly RowsLeftOut[]> {
  const asked = { time: null, zone: 'UTC', history: { validAt: null, today: new Date().toISOString().slice(0, 10) } };
  const found: RowsLeftOut[] = [];
  for (const dataset of model.datasets.values())
    for (const link of dataset.links.values()) {
      const canAsk =
        link.kind === 'many_to_one' &&
        readable.has(dataset.name) &&
        readable.has(link.to) &&
        (link.during?.asOf !== 'event' || dataset.time !== null);
      const counted = canAsk ? await countLeftOut({ model, engine }, dataset, [link], asked, signal) : null;
      if (counted !== null) found.push(counted);
    }
  return found;
}

/** Where the key is declared, else where the first link leads to it. */
function placeOf(claim: KeyClaim, { datasets, spines }: Definitions): Place | undefined {
  const dataset = datasets.find(({ name }) => name.value === claim.of);
  const isDeclared =
    dataset !== undefined &&
    claim.during === null &&
    [...claim.key].sort().join() ===
      dataset.key
        .map(({ value }) => value)
        .sort()
        .join();
  if (isDeclared) return dataset.key[0]?.at;
  const link = datasets
    .flatMap(({ links }) => links)
    .find(
      ({ to, on }) =>
        to.value === claim.of &&
        on
          .map(({ its }) => its.value)
          .sort()
          .join() === [...claim.key].sort().join(),
    );
  return link?.name.at ?? dataset?.name.at ?? spines.find(({ table }) => table.value === claim.of)?.table.at;
}
