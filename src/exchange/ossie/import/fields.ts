import { COLUMN_NAME } from '../../../definitions/names.js';
import { printSyntax } from '../../../expressions/print-syntax.js';
import type { Syntax } from '../../../expressions/syntax.js';
import type { Use } from '../../column-uses.js';
import { declareColumns, type KnownType } from '../../columns.js';
import { described } from '../../draft.js';
import { name, namesIn, replaced } from '../../expression.js';
import { isName } from '../../names.js';
import type { Origin } from '../../report.js';
import type { OssieField } from '../document.js';
import { knownType } from '../types.js';
import { readForeign } from './foreign-sql.js';
import { type Importing, note, type Source } from './sources.js';
import { tellUnused } from './unused.js';

const TEMPORAL = new Set(['Date', 'DateTime', 'DateTimeTz']);

/** Those that are columns first, so that their types are known to the others. */
export function importFields(importing: Importing, source: Source): void {
  const read = (source.of.fields ?? []).flatMap((of, index) => {
    const origin = { what: `field "${source.of.name}.${of.name}"`, place: `${source.place}.fields[${index}]` };
    tellUnused(of, origin, importing.report);
    const syntax = readForeign(of.expression, origin, importing.report);
    return syntax === undefined ? [] : [{ of, origin, syntax: ownNames(source, syntax) }];
  });
  const isColumn = ({ syntax }: { syntax: Syntax }): boolean => syntax.kind === 'name';
  for (const each of [...read.filter(isColumn), ...read.filter((field) => !isColumn(field))])
    importField(importing, source, each);
  importTime(importing, source);
}

/** Columns of the own table, also where they are written `orders.amount`. */
const ownNames = ({ of: { name: dataset } }: Source, syntax: Syntax): Syntax =>
  replaced(syntax, (node) =>
    node.kind === 'name' && node.path.length === 2 && node.path[0]?.toLowerCase() === dataset.toLowerCase()
      ? name(node.path[1] ?? '')
      : undefined,
  );

function importField(
  importing: Importing,
  source: Source,
  { of, origin, syntax }: { readonly of: OssieField; readonly origin: Origin; readonly syntax: Syntax },
): void {
  const { report } = importing;
  const { draft, fields } = source;
  if (fields.has(of.name)) return void report.loss(origin, 'Another field has its name.');
  if (!isName(of.name, origin, report, COLUMN_NAME)) return;
  const isOwnColumn = syntax.kind === 'name' && syntax.path.join('.') === of.name;
  for (const [read = ''] of isOwnColumn ? [] : namesIn(syntax))
    if (fields.get(read)?.syntax.kind !== 'name' && fields.has(read))
      report.add('guess', origin, `"${read}" is taken for the column of its table, not for the field of that name.`);
  const known = (column: string): KnownType => typeOfColumn(source, column, syntax.kind === 'name' ? of : undefined);
  if (!declareColumns(draft, syntax, { use: likelyUse(importing, source, of, syntax), origin, report, typeOf: known }))
    return;
  fields.set(of.name, { of, syntax });
  draft.dimensions.set(of.name, {
    ...described({ name: of.name, description: of.description }),
    ...(!isOwnColumn && { expression: printSyntax(syntax) }),
  });
  note(importing, source, `dimensions ${of.name}`, origin);
  note(importing, source, `columns ${of.name}`, origin);
  report.add('exact', origin, `Dimension "${of.name}".`);
}

/** What a field that is a column says of it: the field itself, or another one. */
export function typeOfColumn({ of }: Source, column: string, field?: OssieField): KnownType {
  const said =
    field ??
    (of.fields ?? []).find(({ expression: { dialects } }) =>
      dialects.some(({ expression }) => expression.toLowerCase() === column.toLowerCase()),
    );
  const unknown = said?.dimension?.is_time
    ? 'the document does not say its type; is_time is a role, not a type'
    : 'the document does not say its type';
  return knownType(said?.datatype) ?? { unknown };
}

/** Of the field, of the column that it is, or of its bare name. */
function likelyUse({ uses }: Importing, source: Source, { name: field, dimension }: OssieField, syntax: Syntax): Use {
  if (dimension?.is_time) return 'time';
  const column = syntax.kind === 'name' ? (syntax.path[0] ?? '') : field;
  const names = [`${source.of.name}.${field}`, `${source.of.name}.${column}`, field];
  return names.map((each) => uses.get(each.toLowerCase())).find((use) => use !== undefined) ?? 'text';
}

/** Ossie has no time that a dataset goes by; where there is just one, it can only be that. */
function importTime(importing: Importing, source: Source): void {
  const times = [...source.fields.values()].filter(
    ({ of: { datatype, dimension } }) =>
      dimension?.is_time !== false && (datatype === undefined ? dimension?.is_time : TEMPORAL.has(datatype)),
  );
  const origin = { what: `dataset "${source.of.name}"`, place: source.place };
  const [only] = times;
  if (times.length > 1)
    importing.report.loss(
      origin,
      `It has several times (${times.map(({ of }) => of.name).join(', ')}), and nothing says which one metric_time means: none.`,
    );
  else if (only) {
    source.draft.time = only.of.name;
    importing.report.add('guess', origin, `metric_time is taken to be "${only.of.name}", its only time.`);
    note(importing, source, 'time', origin);
  }
}
