import { isSketch, isTemporal } from '../../../expressions/data-type.js';
import { printSyntax } from '../../../expressions/print-syntax.js';
import type { Dataset, Dimension } from '../../../model/model.js';
import type { Report } from '../../report.js';
import type { OssieDataset, OssieExpression, OssieField, OssieVersion } from '../document.js';
import { ossieType } from '../types.js';
import { namingOfFields, type Shown } from './naming.js';
import { portable } from './portable.js';
import { sourceOf } from './source.js';
import { Unsayable } from './unsayable.js';
import { words } from './words.js';

export interface ExportOptions {
  readonly version: OssieVersion;
  /** What the model is called. */
  readonly name: string;
  /** The database that stands before `schema.table`, where its readers ask for one. */
  readonly database?: string | undefined;
}

export const expressionOf = (sql: string): OssieExpression => ({
  dialects: [{ dialect: 'ANSI_SQL', expression: sql }],
});

/** Types are said from 0.2 on. */
export const typed = ({ version }: ExportOptions, type: Dimension['type']): Pick<OssieField, 'datatype'> =>
  version === '0.1.1' ? {} : { datatype: ossieType(type) };

/** A dataset with a field for each column and each dimension; undefined where its rows cannot be named. */
export function exportDataset(
  dataset: Dataset,
  options: ExportOptions,
  report: Report,
): { readonly made: OssieDataset; readonly fields: Shown['fields'] } | undefined {
  const origin = { what: `dataset "${dataset.name}"`, place: place(dataset) };
  const source = sourceOf(dataset, options, origin, report);
  if (source === undefined) return undefined;
  const fields = new Map<string, { isColumn: boolean }>();
  const made = [...dataset.dimensions.values()].flatMap((dimension) => {
    const field = exportField(dataset, dimension, options, report);
    if (field === undefined) return [];
    const { expression } = dimension;
    const isColumn = expression.kind === 'column' && expression.column === dimension.name;
    fields.set(dimension.name, { isColumn });
    return [field];
  });
  for (const [name, type] of dataset.columns)
    if (isSketch(type)) report.loss(origin, `Column "${name}" holds sketches, which nobody else reads.`);
  const key = dataset.key.every((name) => fields.has(name)) ? dataset.key : [];
  report.add('exact', origin, `Dataset "${dataset.name}" with ${fields.size} fields.`);
  return {
    fields,
    made: {
      name: dataset.name,
      source,
      ...(key.length > 0 && { primary_key: [...key] }),
      ...words(dataset.name, dataset),
      ...(made.length > 0 && { fields: made }),
    },
  };
}

function exportField(
  dataset: Dataset,
  dimension: Dimension,
  options: ExportOptions,
  report: Report,
): OssieField | undefined {
  const { name, type, expression, hidden } = dimension;
  try {
    return {
      name,
      expression: expressionOf(printSyntax(portable(expression, namingOfFields))),
      // What is hidden serves expressions alone; unless said otherwise a date would be a time to go by
      ...((!hidden || isTemporal(type)) && { dimension: { is_time: !hidden && isTemporal(type) } }),
      ...words(name, dimension),
      ...typed(options, type),
    };
  } catch (error) {
    if (!(error instanceof Unsayable)) throw error;
    const origin = { what: `dimension "${dataset.name}.${name}"`, place: place(dataset) };
    return report.loss(origin, `Left out of the plain part: ${error.message}.`);
  }
}

export const place = ({ at }: Pick<Dataset, 'at'>): string => `${at.file}:${at.line}`;
