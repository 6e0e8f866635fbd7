import type { Runtime } from '../../answer.js';
import type { QueryLog } from './query-log.js';
import { recordOf } from './record.js';

/** A line for each answer, and one for each time that it is given again. */
export const logAnswers =
  (log: QueryLog): NonNullable<Runtime['onAnswered']> =>
  (request, came, took) => {
    const record = recordOf(request, came, took, new Date());
    log.write(record);
    const asKept = { ...record, milliseconds: 0, bytesRead: null, rowsRead: null, cache: 'HIT' };
    return () => log.write({ ...asKept, at: new Date().toISOString() });
  };
