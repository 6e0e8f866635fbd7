import { cachedAnswer } from './cached-answer.js';
import { dashboard } from './dashboard.js';
import { definitions } from './definitions.js';
import { exports } from './exports.js';
import type { Part } from './part.js';
import { planning } from './planning.js';
import { rollups } from './rollups.js';
import { rows } from './rows.js';
import { sessions } from './sessions.js';
import { sql } from './sql.js';
import { start } from './start.js';
import { trino } from './trino/on-trino.js';

/** All parts, in the order of docs/performance.md. A part is a file of its own and a line here. */
export const PARTS: readonly Part[] = [
  start,
  cachedAnswer,
  rows,
  exports,
  dashboard,
  sessions,
  rollups,
  planning,
  definitions,
  sql,
  trino,
];
