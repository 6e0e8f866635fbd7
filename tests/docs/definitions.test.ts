import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readDefinitions } from '../../src/definitions/read-definitions.js';
import { openDuckdb } from '../../src/engine/duckdb/duckdb-engine.js';
import { isSketch } from '../../src/expressions/data-type.js';
import { columnsOf } from '../../src/expressions/scalar.js';
import { simpleMetricsBelow } from '../../src/model/below.js';
import { compileModel } from '../../src/model/compile-model.js';
import { projectSchema } from '../../src/server/configuration/settings.js';
import { type Served, serve } from '../builders/serve.js';
import { type OpenSample, openSample } from '../sample/open-sample.js';
import { definedMetrics, excerpts, sampleDefinitions } from './sample-definitions.js';

describe('the YAML of the pages', () => {
  let sample: OpenSample;
  let served: Served;
  const read = readDefinitions(sampleDefinitions());
  const compiled = compileModel(read.definitions, { today: '2026-06-01' });

  beforeAll(async () => {
    sample = await openSample({ scale: 0.01 });
    served = await serve(compiled.model, await openDuckdb({ data: [sample.folder], threads: 1 }));
  });
  afterAll(async () => {
    await served?.close();
    await sample?.close();
  });

  /** The sample has no sketches, and DuckDB reads none; a real Trino merges them in tests/engine/trino. */
  const readsSketches = (name: string): boolean => {
    const metric = compiled.model.metrics.get(name);
    return (metric ? simpleMetricsBelow(compiled.model, metric) : []).some(({ value }) =>
      columnsOf(value).some(({ type }) => isSketch(type)),
    );
  };

  test.each(excerpts)('$title names the file that it belongs in', ({ path, content }) => {
    expect(path).toMatch(/^(metrics\/.+|grainline)\.yaml$/);
    if (path === 'grainline.yaml') expect(projectSchema.safeParse(content).error).toBeUndefined();
  });

  test('compiles together with the definitions of the sample', () => {
    expect([...read.problems, ...compiled.problems]).toEqual([]);
  });

  test.each(definedMetrics)('%s has values by month', async (name) => {
    const question = `query($name: MetricName!) {
      query(input: {metrics: [$name], dimensions: [{as: "month", path: "metric_time", grain: month}]}) {
        columns { values }
      }
    }`;
    const { data, errors } = await served.ask(question, { name });
    if (readsSketches(name)) return expect(errors?.[0]?.extensions?.code).toBe('NOT_ON_ENGINE');
    expect(errors).toBeUndefined();
    const { query } = data as {
      readonly query: { readonly columns: readonly { readonly values: readonly unknown[] }[] };
    };
    expect(query.columns.at(-1)?.values.filter((value) => value !== null).length).toBeGreaterThan(0);
  });
});
