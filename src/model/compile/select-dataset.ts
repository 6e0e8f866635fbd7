import type { DatasetDefinition, SelectText } from '../../definitions/definitions.js';
import { COLUMN_NAME } from '../../definitions/names.js';
import { type DataType, digitsOf, isNumeric } from '../../expressions/data-type.js';
import { outputsOf, type SelectSource } from '../../expressions/select.js';
import { didYouMean, listNames } from '../../problems/did-you-mean.js';
import type { Problems } from '../problems.js';
import { type KnownTables, withOwnTables } from './known-tables.js';
import { bindSelect } from './select.js';
import { asType, isNullLiteral } from './select-union.js';

export interface CompileOptions {
  /** False closes `sql:`; datasets are tables then. Open unless said. */
  readonly sqlDatasets?: boolean | undefined;
  /** The day (2024-01-31) on which former names are still good or no more; the present one unless said. */
  readonly today?: string | undefined;
}

/** The rows of a dataset given by `sql:`; `select` is null where it has a problem. */
export interface SelectRows {
  readonly select: SelectSource | null;
  /** Declared ones, then what the SELECT gives besides, with the types that it gives. */
  readonly columns: ReadonlyMap<string, DataType>;
}

export function compileSelect(
  definition: DatasetDefinition,
  sql: SelectText,
  known: KnownTables,
  options: CompileOptions,
  problems: Problems,
): SelectRows {
  const name = definition.name.value;
  const declared = new Map<string, DataType>(definition.columns.map((each) => [each.name.value, each.type.value]));
  const broken = { select: null, columns: declared };
  if (options.sqlDatasets === false) {
    problems.add({
      code: 'SQL_DATASETS_CLOSED',
      at: sql.at,
      message: `Dataset "${name}" is given by sql:, which this project does not allow.`,
      hint: 'Make a view of it on the engine and name it with table:, or set limits.sql_datasets: true.',
    });
    return broken;
  }
  if (sql.syntax === null) return broken;
  const bound = bindSelect(sql.syntax, withOwnTables(known, definition));
  if ('problem' in bound) {
    const { offset, ...problem } = bound.problem;
    problems.add({ ...problem, message: `Dataset "${name}": ${problem.message}`, at: sql.placeOf(offset) });
    return broken;
  }
  const before = problems.found.length;
  const outputs = outputsOf(bound.select);
  refuseNames([...outputs.keys()], sql, problems);
  checkDeclared(definition, bound.select, outputs, problems);
  if (problems.found.length > before) return broken;
  return {
    select: withTypes(bound.select, declared),
    columns: new Map([...declared, ...[...outputs].filter(([each]) => !declared.has(each))]),
  };
}

function refuseNames(names: readonly string[], sql: SelectText, problems: Problems): void {
  for (const name of names)
    if (!COLUMN_NAME.test(name))
      problems.add({
        code: 'INVALID_NAME',
        at: sql.at,
        message: `The SELECT gives a column "${name}"; names are made of letters, digits and _, not starting with a digit.`,
        hint: 'Give it another name with AS.',
      });
}

function checkDeclared(
  { columns }: DatasetDefinition,
  { arms }: SelectSource,
  outputs: ReadonlyMap<string, DataType>,
  problems: Problems,
): void {
  for (const { name, type } of columns) {
    const place = [...outputs.keys()].indexOf(name.value);
    if (place < 0) {
      problems.add({
        code: 'UNKNOWN_COLUMN',
        at: name.at,
        message: `Column "${name.value}" is declared, but the SELECT does not give it.`,
        hint: didYouMean(name.value, outputs.keys()) ?? `It gives ${listNames(outputs.keys())}.`,
      });
      continue;
    }
    const misfit = arms
      .map((arm) => arm.columns[place]?.value)
      .find((value) => value && !isNullLiteral(value) && !fits(value.type, type.value));
    if (misfit)
      problems.add({
        code: 'TYPE_MISMATCH',
        at: type.at,
        message: `Column "${name.value}" is declared ${type.value}, but the SELECT gives ${misfit.type}.`,
        hint: `Declare ${misfit.type}, or write CAST(… AS ${type.value}) in the SELECT.`,
      });
  }
}

/** Whether a cast keeps every value as it is, or fails; one that rounds or cuts has to be written. */
function fits(from: DataType, to: DataType): boolean {
  if (from === to) return true;
  if (isNumeric(from) && isNumeric(to))
    return to === 'double' || (digitsOf(from)?.scale ?? 99) <= (digitsOf(to)?.scale ?? 0);
  return from === 'date' && to === 'timestamp';
}

const isWhole = (type: DataType | undefined): boolean => type === 'integer' || type === 'bigint';

function withTypes({ arms }: SelectSource, types: ReadonlyMap<string, DataType>): SelectSource {
  const typed = ({ name, value }: SelectSource['arms'][number]['columns'][number]) => {
    const type = types.get(name);
    const asIs = type === undefined || (isWhole(type) && isWhole(value.type));
    return { name, value: asIs ? value : asType(value, type) };
  };
  return { arms: arms.map((arm) => ({ ...arm, columns: arm.columns.map(typed) })) };
}
