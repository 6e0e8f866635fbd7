import { describe, expect, test } from '@jest/globals';
import { outputOf } from '../../src/plan/plan.js';
import { allClaims } from '../../src/proofs/claims-of-model.js';
import { dialects } from '../../src/sql/dialects/dialects.js';
import { toSql } from '../../src/sql/to-sql.js';
import { modelOf } from '../builders/compile.js';

const model = modelOf(`
dataset: plays
table: plays
columns: {member_id: bigint, started_on: date}
time: started_on
links:
  member: {to: members, on: member_id}
  plan: {to: plan_history, on: member_id, during: [valid_from, valid_to]}
---
dataset: members
table: streaming.members
columns: {member_id: bigint}
---
dataset: plan_history
table: plan_history
columns: {member_id: bigint, valid_from: date, valid_to: date}
`);

describe('the statement that proves a key', () => {
  test.each(['duckdb', 'trino'] as const)('for %s', (dialect) => {
    const [unique, history] = allClaims(model).map(({ plan }) =>
      toSql(plan, outputOf(plan), dialects[dialect]).text.replace(/\s+/g, ' '),
    );
    expect(unique).toBe(
      'SELECT "rows_of_key"."member_id" AS "member_id", COUNT(*) AS "rows_of_one_key" FROM "streaming"."members" AS "rows_of_key" ' +
        'WHERE "rows_of_key"."member_id" IS NOT NULL GROUP BY 1 HAVING COUNT(*) >= 2 ORDER BY "rows_of_one_key" DESC NULLS LAST, "member_id" ASC NULLS LAST LIMIT 1',
    );
    expect(history).toContain(
      'LEAD("rows_of_key"."valid_from", 1) OVER (PARTITION BY "rows_of_key"."member_id" ORDER BY "rows_of_key"."valid_from"',
    );
    expect(history).toContain('"history"."until" IS NULL OR "history"."next_from" < "history"."until"');
  });
});
