import { any, call, isNull, type Scalar, value } from '../expressions/scalar.js';
import type { Link } from '../model/model.js';
import type { MetricRequest } from '../request/metric-request.js';

type During = NonNullable<Link['during']>;

/** The day as of which a link looks at a history: the question's, else today where the link says so, else the row's own. */
export function dayLookedAt(during: During, { validAt, today }: MetricRequest['history'], own: () => Scalar): Scalar {
  if (validAt !== null) return value(validAt, 'date');
  return during.asOf === 'now' ? value(today, 'date') : own();
}

/** Whether a row's own time decides which row of a history it reaches. */
export const looksAtOwnDay = (
  during: Link['during'],
  { validAt }: Pick<MetricRequest['history'], 'validAt'>,
): boolean => during !== null && during.asOf === 'event' && validAt === null;

/** from <= day < to; without an end it still holds. */
export const holdsOn = (day: Scalar, begins: Scalar, ends: Scalar): readonly Scalar[] => [
  call('<=', [begins, day], 'boolean'),
  any([call('<', [day, ends], 'boolean'), isNull(ends)]),
];
