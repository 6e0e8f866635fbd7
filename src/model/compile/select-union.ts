import type { DataType } from '../../expressions/data-type.js';
import { commonType } from '../../expressions/functions.js';
import { call, literal, type Scalar } from '../../expressions/scalar.js';
import type { SelectArm, SelectSource } from '../../expressions/select.js';
import { fail } from './select-problem.js';

/** An arm whose columns may be without a name, which the first arm then gives. */
export interface BoundArm {
  readonly arm: Omit<SelectArm, 'columns'>;
  readonly items: readonly { readonly name: string | undefined; readonly value: Scalar; readonly start: number }[];
}

/** UNION ALL goes by place: the first arm names the columns, and each has a type that all arms fit in. */
export function unite(arms: readonly BoundArm[]): SelectSource {
  const [first, ...others] = arms;
  if (first === undefined) throw new Error('a SELECT without arms');
  const names = first.items.map(
    ({ name, start }) =>
      name ?? fail('INVALID_EXPRESSION', start, 'A column that is computed needs a name.', 'Write AS name after it.'),
  );
  first.items.forEach(({ start }, place) => {
    const twin = names.findIndex((name) => name.toLowerCase() === names[place]?.toLowerCase());
    if (twin < place)
      fail(
        'DUPLICATE_NAME',
        start,
        `Two columns have the name "${names[place]}".`,
        'Give one of them another name with AS.',
      );
  });
  for (const arm of others) {
    const start = arm.items[0]?.start ?? 0;
    if (arm.items.length !== names.length)
      fail(
        'INVALID_EXPRESSION',
        start,
        `This SELECT has ${arm.items.length} columns, the first one ${names.length}.`,
        'UNION ALL goes by place.',
      );
    arm.items.forEach((item, place) => {
      const there = item.name === undefined || item.name === names[place] ? -1 : names.indexOf(item.name);
      if (there >= 0)
        fail(
          'INVALID_EXPRESSION',
          item.start,
          `"${item.name}" is column ${place + 1} here and column ${there + 1} in the first SELECT.`,
          'UNION ALL goes by place, not by name.',
        );
    });
  }
  const types = names.map((name, place) =>
    commonOf(
      name,
      arms.map(({ items }) => items[place]),
    ),
  );
  return {
    arms: arms.map(({ arm, items }) => ({
      ...arm,
      columns: names.map((name, place) => ({
        name,
        value: asType(items[place]?.value ?? literal(null, 'text'), types[place] ?? 'text'),
      })),
    })),
  };
}

function commonOf(name: string, items: readonly (BoundArm['items'][number] | undefined)[]): DataType {
  let common: DataType | undefined;
  for (const item of items) {
    if (item === undefined || isNullLiteral(item.value)) continue;
    const next: DataType | undefined = common === undefined ? item.value.type : commonType(common, item.value.type);
    if (next === undefined)
      fail(
        'TYPE_MISMATCH',
        item.start,
        `"${name}" is ${item.value.type} here and ${common} before.`,
        'CAST one of them.',
      );
    common = next;
  }
  return common ?? 'text';
}

export const isNullLiteral = (scalar: Scalar): boolean => scalar.kind === 'literal' && scalar.value === null;

export function asType(scalar: Scalar, type: DataType): Scalar {
  if (scalar.type === type) return scalar;
  if (isNullLiteral(scalar)) return literal(null, type);
  return call('cast', [scalar], type);
}
