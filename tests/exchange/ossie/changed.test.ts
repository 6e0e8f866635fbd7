import { describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { type OssieVersion, VERSIONS } from '../../../src/exchange/ossie/document.js';
import { importOssie, type Preference } from '../../../src/exchange/ossie/import/import-ossie.js';
import { ProblemError } from '../../../src/problems/problem.js';
import { dataOf, exported, projectOf } from './projects.js';

// biome-ignore lint/suspicious/noExplicitAny: documents that others edit have any shape
type Any = any;

const project = projectOf('examples/change/before/metrics');

/** A document of ours after somebody else has had it. */
function edited(version: OssieVersion, edit: (model: Any, document: Any) => void): { path: string; text: string } {
  const document = dataOf(exported(project, version).text) as Any;
  edit(document.semantic_model?.[0] ?? document, document);
  return { path: 'theirs', text: version === '0.1.1' ? JSON.stringify(document) : stringify(document) };
}

const revenueOf = (model: Any): Any => model.metrics.find(({ name }: Any) => name === 'revenue');
const withoutRevenue = (model: Any): void => void model.metrics.splice(model.metrics.indexOf(revenueOf(model)), 1);

function refusal(file: { path: string; text: string }, prefer?: Preference): string {
  try {
    importOssie(file, prefer);
  } catch (error) {
    if (error instanceof ProblemError)
      return error.problems.map(({ code, message }) => `${code}: ${message}`).join('\n');
    throw error;
  }
  return 'nothing is refused';
}

const NOT_THE_SAME =
  'INVALID_DEFINITION: The plain part is not what the definitions in the extension say: since it was exported, ';

describe.each(VERSIONS)('a document of ours, %s, that somebody else has had', (version) => {
  test('is taken whole where nothing but its layout and the order of its parts is another', () => {
    const file = edited(version, (model) => {
      model.metrics.reverse();
      model.datasets[0] = Object.fromEntries(Object.entries(model.datasets[0]).reverse());
      model.custom_extensions.unshift({ vendor_name: 'DBT', data: '{}' });
    });
    const { files, report } = importOssie(file, undefined);
    expect(files).toEqual(project.files);
    expect(report.filter(({ outcome }) => outcome !== 'exact').map(({ message }) => message)).toEqual([
      'The extension of DBT is for others to read.',
    ]);
  });

  test.each([
    [
      'a formula',
      (model: Any) => (revenueOf(model).expression.dialects[0].expression = 'SUM(orders.order_id)'),
      'metric "revenue" was changed',
    ],
    ['a dataset', (model: Any) => (model.datasets[0].source = 'other.orders'), 'dataset "orders" was changed'],
    [
      'a name',
      (model: Any) => (revenueOf(model).name = 'sales'),
      'metric "sales" was added, metric "revenue" was removed',
    ],
    ['what it lacks', (model: Any) => withoutRevenue(model), 'metric "revenue" was removed'],
    ['the model', (model: Any) => (model.description = 'Ours.'), 'the model was changed'],
  ])('is refused where %s is another, with the name of what it is', (_, edit, change) => {
    expect(refusal(edited(version, edit))).toBe(`${NOT_THE_SAME}${change}.`);
  });

  test('gives the plain part where that is preferred, and tells that the definitions are not taken', () => {
    const file = edited(
      version,
      (model) => (revenueOf(model).expression.dialects[0].expression = 'MAX(orders.amount)'),
    );
    const { files, report } = importOssie(file, 'plain');
    expect(files.map(({ text }) => text).join()).toContain('revenue: {');
    expect(files.map(({ text }) => text).join()).toContain('MAX(amount)');
    expect(report).toContainEqual({
      outcome: 'loss',
      what: 'extension',
      place: 'theirs',
      message:
        'The definitions in it are not taken, and with them goes what the plain part cannot say: since it was exported, metric "revenue" was changed.',
    });
  });

  test('gives the definitions where these are preferred, and tells each change that is not taken', () => {
    const file = edited(version, (model) => withoutRevenue(model));
    const { files, report } = importOssie(file, 'definitions');
    expect(files).toEqual(project.files);
    expect(report.filter(({ outcome }) => outcome === 'loss').map(({ message }) => message)).toEqual([
      'Not taken, as the definitions are preferred: metric "revenue" was removed.',
    ]);
  });
});

describe('an extension that cannot be taken', () => {
  const withExtension = (change: (data: Any) => void): { path: string; text: string } =>
    edited('0.2', (model) => {
      const data = JSON.parse(model.custom_extensions[0].data);
      change(data.grainline);
      model.custom_extensions[0].data = JSON.stringify(data);
    });

  test.each([
    ['a file above its folder', (data: Any) => (data.files[0].path = '../orders.yaml'), 'files.0.path'],
    ['a file at the root', (data: Any) => (data.files[0].path = '/etc/orders.yaml'), 'files.0.path'],
    ['a file on a drive', (data: Any) => (data.files[0].path = 'C:\\orders.yaml'), 'files.0.path'],
    ['a file that is no definition', (data: Any) => (data.files[0].path = 'orders.ts'), 'files.0.path'],
    ['a hidden folder', (data: Any) => (data.files[0].path = '.git/orders.yaml'), 'files.0.path'],
    [
      'two files of one path',
      (data: Any) => data.files.push({ ...data.files[0], path: 'ORDERS.yaml' }),
      'two files of one path',
    ],
    ['another form', (data: Any) => (data.form = 2), 'form'],
    ['a key too many', (data: Any) => (data.run = 'rm'), 'run'],
  ])('is refused: %s', (_, change, named) => {
    const told = refusal(withExtension(change));
    expect(told).toMatch(/^INVALID_DEFINITION: The extension of Grainline /);
    expect(told).toContain(named);
  });

  test('is refused where its definitions do not compile, with their places', () => {
    const file = withExtension(
      (data) => (data.files[0].text = data.files[0].text.replace('SUM(amount)', 'SUM(amont)')),
    );
    expect(refusal(file)).toMatch(/^UNKNOWN_COLUMN: In the extension, orders.yaml:\d+:\d+: /);
  });

  test('is refused where it is no JSON, and left aside where the plain part is preferred', () => {
    const file = edited('0.2', (model) => (model.custom_extensions[0].data = '{"grainline": '));
    expect(refusal(file)).toBe('INVALID_DEFINITION: The extension of Grainline is no JSON.');
    expect(importOssie(file, 'plain').files.map(({ path }) => path)).toEqual(['orders.yaml']);
  });
});
