import type { DataType } from '../expressions/data-type.js';
import { all, any, call, isNotNull, isNull, neverTrue, not, type Scalar, value } from '../expressions/scalar.js';
import type { PlainValue, Test } from '../request/metric-request.js';

/** One test of a value, in SQL's three-valued logic: NULL is neither equal nor unequal. */
export function testOf(of: Scalar, test: Test): Scalar {
  switch (test.op) {
    case 'is_null':
      return isNull(of);
    case 'is_not_null':
      return isNotNull(of);
    case 'between':
      return all([
        call('>=', [of, bound(test.from, of.type)], 'boolean'),
        call('<=', [of, bound(test.through, of.type)], 'boolean'),
      ]);
    case 'in':
      return isIn(of, test.values);
    case 'not_in':
      return not(isIn(of, test.values));
    case 'contains':
    case 'starts_with':
    case 'ends_with': {
      const fold = (text: Scalar): Scalar => (test.ignoreCase ? call('lower', [text], 'text') : text);
      return call(test.op, [fold(of), fold(value(test.value, 'text'))], 'boolean');
    }
    default:
      return call(test.op, [of, bound(test.value, of.type)], 'boolean');
  }
}

/** A null in the list keeps NULL rows; nothing is in an empty list, and of NULL this too is unknown. */
function isIn(of: Scalar, values: readonly (PlainValue | null)[]): Scalar {
  const known = values.filter((each): each is PlainValue => each !== null);
  const parts: Scalar[] = [];
  const [first] = known;
  if (first !== undefined)
    parts.push(
      known.length === 1
        ? call('=', [of, bound(first, of.type)], 'boolean')
        : call('in', [of, ...known.map((each) => bound(each, of.type))], 'boolean'),
    );
  if (known.length < values.length) parts.push(isNull(of));
  return parts.length === 0 ? neverTrue(of) : any(parts);
}

/** A number is bound with its own digits, so that comparing 2.505 with a decimal(10,2) does not round it to 2.51. */
function bound(plain: PlainValue, type: DataType): Scalar {
  if (typeof plain === 'boolean' || !(type === 'integer' || type === 'bigint' || type.startsWith('decimal')))
    return value(plain, type);
  const match = /^[+-]?(\d+)(?:\.(\d+))?$/.exec(plain);
  if (match === null) return value(plain, 'double');
  const [whole, fraction] = [(match[1] ?? '').replace(/^0+(?=\d)/, ''), match[2] ?? ''];
  if (fraction === '' && whole.length <= 18) return value(plain, 'bigint');
  const digits = whole.length + fraction.length;
  return digits <= 38 ? value(plain, `decimal(${digits},${fraction.length})`) : value(plain, 'double');
}
