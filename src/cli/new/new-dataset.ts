import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { datasetText, headerFor, type NewDataset } from '../../editing/new-dataset.js';
import { refuse } from '../../problems/problem.js';
import type { Configuration } from '../../server/configuration/configuration.js';
import { withEngine } from '../ask/project.js';
import { nameOrRefuse } from '../name-argument.js';
import type { Surroundings } from '../surroundings.js';
import { proposeDataset } from './propose-dataset.js';
import { type CommonFlags, openForNew, writeNew } from './write-new.js';

export interface DatasetFlags extends CommonFlags {
  readonly table?: string | undefined;
  readonly fromTable?: string | undefined;
  readonly columns?: string | undefined;
  readonly key?: string | undefined;
  readonly time?: string | undefined;
  readonly file?: string | undefined;
}

/** Writes a file with a dataset, its columns said or asked of the engine. */
export async function newDataset(name: string, flags: DatasetFlags, surroundings: Surroundings): Promise<number> {
  const project = openForNew(flags, surroundings);
  const { configuration, compiled, files } = project;
  nameOrRefuse(name);
  const taken = compiled.model.datasets.get(name);
  if (taken !== undefined)
    refuse({
      code: 'DUPLICATE_NAME',
      message: `There is a dataset "${name}" already.`,
      hint: `It is at ${taken.at.file}:${taken.at.line}:${taken.at.column}.`,
    });
  const folder = relative(configuration.project, configuration.metrics).replaceAll('\\', '/');
  const path = [folder, flags.file ?? `${name}.yaml`].filter(Boolean).join('/');
  if (
    !/\.ya?ml$/i.test(path) ||
    /\.test\.ya?ml$/i.test(path) ||
    relative(configuration.metrics, join(configuration.project, path)).startsWith('..')
  )
    refuse({
      code: 'INVALID_VALUE',
      path: '--file',
      message: `"${flags.file}" is no definition file of the project.`,
      hint: 'Write shop/orders.yaml.',
    });
  if (existsSync(join(configuration.project, path)))
    refuse({
      code: 'DUPLICATE_NAME',
      path: '--file',
      message: `${path} is there already.`,
      hint: 'Say another --file.',
    });
  const { model } = compiled;
  const isFree = !model.metrics.has(name) && !model.aliases.has(name) && !model.refused.has(name);
  const said: NewDataset = {
    name,
    table: flags.fromTable ?? flags.table ?? name,
    description: flags.description,
    owner: flags.owner,
    count: isFree ? name : null,
    ...(await columnsFor(name, flags, configuration)),
  };
  const after = datasetText(said, headerFor(path, files));
  return writeNew(project, { path, before: null, after }, `The dataset "${name}"`, flags, surroundings);
}

/** What flags say comes before what is guessed. */
async function columnsFor(
  name: string,
  { fromTable, columns, key, time }: DatasetFlags,
  configuration: Configuration,
): Promise<Pick<NewDataset, 'columns' | 'key' | 'time' | 'guessed' | 'leftOut'>> {
  const list = (text: string | undefined): string[] =>
    (text ?? '')
      .split(/,(?![^(]*\))/)
      .map((each) => each.trim())
      .filter(Boolean);
  const flags = {
    ...(key !== undefined && { key: list(key) }),
    ...(time !== undefined && { time }),
  };
  if (fromTable === undefined) {
    const declared = list(columns).map((text) => {
      const [, column, type] = /^([^:\s]+)\s*:\s*(.+)$/.exec(text) ?? [];
      return column === undefined || type === undefined
        ? refuse({
            code: 'INVALID_VALUE',
            path: '--columns',
            message: `"${text}" is no column.`,
            hint: 'Write order_id:bigint, ordered_at:timestamp.',
          })
        : { name: column, type };
    });
    if (declared.length === 0)
      refuse({
        code: 'INVALID_VALUE',
        message: 'A dataset has columns.',
        hint: 'Say --columns "order_id:bigint, …", or --from-table to ask the engine.',
      });
    return { columns: declared, key: [], guessed: {}, leftOut: [], ...flags };
  }
  const found = await withEngine(configuration, async (engine) => {
    const { columnsOfTable } = await import('../../proofs/columns-of-table.js');
    return columnsOfTable(engine, fromTable, new AbortController().signal);
  });
  if (found === null)
    return refuse({
      code: 'TABLE_NOT_FOUND',
      path: '--from-table',
      message: `The engine has no table "${fromTable}".`,
    });
  const proposed = proposeDataset(name, found);
  const guessed = {
    key: key === undefined ? proposed.guessed.key : undefined,
    time: time === undefined ? proposed.guessed.time : undefined,
  };
  return { ...proposed, ...flags, guessed };
}
