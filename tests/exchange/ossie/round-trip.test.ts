import { describe, expect, test } from '@jest/globals';
import { laidOut } from '../../../src/editing/layout.js';
import { VERSIONS } from '../../../src/exchange/ossie/document.js';
import { importOssie } from '../../../src/exchange/ossie/import/import-ossie.js';
import { modelOf } from '../../builders/compile.js';
import { dataOf, exported, modelIn, projectOf } from './projects.js';
import { faultsOf } from './schema.js';

const PROJECTS = [
  'metrics',
  'examples/tpch/metrics',
  'examples/change/before/metrics',
  'examples/change/after/metrics',
];
const CASES = PROJECTS.flatMap((folder) => VERSIONS.map((version) => [folder, version] as const));

describe.each(CASES)('%s as %s', (folder, version) => {
  const project = projectOf(folder);
  const { text, report } = exported(project, version);

  test('is what the specification asks for', () => {
    expect(faultsOf(dataOf(text), version)).toEqual([]);
  });

  test('comes back byte for byte, without a guess or a loss', () => {
    const back = importOssie({ path: 'x', text }, undefined);
    expect(back.files).toEqual(project.files);
    expect(back.report.filter(({ outcome }) => outcome !== 'exact')).toEqual([]);
  });

  test('names keys, relationships and metrics by fields that are there', () => {
    const { datasets, relationships = [], metrics = [] } = modelIn(text);
    const fields = new Map(datasets.map(({ name, fields: of = [] }) => [name, of.map((field) => field.name)]));
    for (const { name, primary_key = [], unique_keys = [] } of datasets)
      expect(fields.get(name)).toEqual(expect.arrayContaining([...primary_key, ...unique_keys.flat()]));
    for (const { from, to, from_columns, to_columns } of relationships) {
      expect(fields.get(from)).toEqual(expect.arrayContaining(from_columns));
      expect(fields.get(to)).toEqual(expect.arrayContaining(to_columns));
    }
    for (const { expression } of metrics)
      for (const [, dataset = '', field = ''] of sqlOf(expression).matchAll(/\b([a-z_]+)\.([A-Za-z_]+)/g))
        expect(fields.get(dataset)).toContain(field);
  });

  test('tells of each metric what became of it', () => {
    const written = new Set((modelIn(text).metrics ?? []).map(({ name }) => name));
    for (const name of project.model.metrics.keys()) {
      const outcomes = report.filter(({ what }) => what === `metric "${name}"`).map(({ outcome }) => outcome);
      expect(outcomes).toContain(written.has(name) ? 'exact' : 'loss');
    }
  });
});

test.each(PROJECTS)('%s is the same model afterwards, laid out as grainline fmt does', (folder) => {
  const project = projectOf(folder);
  const back = importOssie({ path: 'x', text: exported(project, '0.1.1').text }, undefined);
  const layout = ({ text }: { text: string }) => laidOut(text) ?? text;
  expect(modelOf(...back.files.map(layout))).toEqual(modelOf(...project.files.map(layout)));
});

/** Without texts, which may look like names. */
const sqlOf = ({ dialects }: { dialects: readonly { expression: string }[] }): string =>
  (dialects[0]?.expression ?? '').replace(/'[^']*'/g, "''");
