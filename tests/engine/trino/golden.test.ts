import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { compileProject } from '../../../src/server/compile.js';
import type { HandRow } from '../../builders/by-hand.js';
import { expectEqualRows } from '../../builders/equal-rows.js';
import { type Served, serve } from '../../builders/serve.js';
import { caseFile, caseNames, projectOf, runCase } from '../../golden/case.js';
import type { ProjectName } from '../../golden/project.js';
import { describeLab, openLab, SELDOM } from './lab.js';
import { FOLDERS, loadProject } from './load-project.js';

/** So that nobody's Hive tables are in the way. */
const CATALOG = 'memory';

describeLab('golden cases on a real Trino', () => {
  describe.each(Object.keys(FOLDERS) as ProjectName[])('over %s', (project) => {
    let served: Served;
    beforeAll(async () => {
      const { model } = compileProject(FOLDERS[project], `${FOLDERS[project]}/metrics`);
      await loadProject(project, model, CATALOG);
      served = await serve(model, await openLab({ catalog: CATALOG, schema: 'default', freshnessSeconds: SELDOM }));
    });
    afterAll(() => served?.close());

    test.each(caseNames.filter((name) => projectOf(name) === project))('%s has the same rows', async (name) => {
      const { columns, rows, prints } = await runCase({ ...served, byHand: undefined as never }, name);
      expectEqualRows(columns, rows, JSON.parse(caseFile(name, 'rows.json')) as HandRow[]);
      expect(prints['trino.sql']).toBe(caseFile(name, 'trino.sql'));
    });
  });
});
