import type { MetricRequest } from '../request/metric-request.js';

const LONGEST = 80;

/** What a file with this answer is called: its metrics, or the dataset whose values it lists. */
export function fileName({ columns, dataset }: Pick<MetricRequest, 'columns' | 'dataset'>, ending: string): string {
  const stem = columns.length > 0 ? columns.map(({ as }) => as).join('-') : (dataset ?? 'export');
  return `${stem.replace(/[^\w.-]/g, '_').slice(0, LONGEST)}.${ending}`;
}
