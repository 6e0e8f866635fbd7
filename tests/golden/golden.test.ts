import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { HandRow } from '../builders/by-hand.js';
import { expectEqualRows } from '../builders/equal-rows.js';
import { caseFile, caseNames, projectOf, runCase } from './case.js';
import { openProject, type Project, type ProjectName } from './project.js';

/** `npm run golden` rewrites the prints; `check.sql` is written by hand and never rewritten. */
describe.each(['streaming', 'tpch'] satisfies ProjectName[])('golden cases over %s', (projectName) => {
  let project: Project;

  beforeAll(async () => {
    project = await openProject(projectName);
  });

  afterAll(async () => project?.close());

  describe.each(caseNames.filter((name) => projectOf(name) === projectName))('%s', (name) => {
    test('has the rows of the SQL written by hand', async () => {
      const { columns, rows } = await runCase(project, name);
      expectEqualRows(columns, rows, await project.byHand.rows(caseFile(name, 'check.sql')));
      expectEqualRows(columns, rows, JSON.parse(caseFile(name, 'rows.json')) as HandRow[]);
    });

    test.each(['plan.txt', 'duckdb.sql', 'trino.sql'] as const)('has its %s', async (file) => {
      const { prints } = await runCase(project, name);
      expect(prints[file]).toBe(caseFile(name, file));
    });
  });
});
