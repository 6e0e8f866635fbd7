import { call, type Scalar, value } from '../expressions/scalar.js';
import type { Dataset } from '../model/model.js';
import { inZone } from '../plan/periods.js';
import type { ReportedTime } from '../request/metric-request.js';

/** Conditions that keep the rows of a range, over the dataset's own columns; none where it has no time. */
export function reportedRows(dataset: Dataset, { from, to }: ReportedTime, zone: string): readonly Scalar[] {
  const time = dataset.time === null ? undefined : dataset.dimensions.get(dataset.time)?.expression;
  if (time === undefined) return [];
  const local = inZone(time, zone);
  const timestamp = local.type === 'date' ? call('cast', [local], 'timestamp') : local;
  return [
    call('>=', [timestamp, value(from, 'timestamp')], 'boolean'),
    call('<', [timestamp, value(to, 'timestamp')], 'boolean'),
  ];
}
