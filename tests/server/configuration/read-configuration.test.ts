import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Problem, ProblemError } from '../../../src/problems/problem.js';
import { readCommandLine } from '../../../src/server/configuration/command-line.js';
import { readConfiguration } from '../../../src/server/configuration/read-configuration.js';

const folder = mkdtempSync(join(tmpdir(), 'grainline-'));
const file = join(folder, 'grainline.yaml');
beforeEach(() => {
  rmSync(folder, { recursive: true });
  mkdirSync(join(folder, 'metrics'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (args: readonly string[] = [], environment: Record<string, string> = {}) =>
  readConfiguration(readCommandLine(args), environment, folder);

function problemsOf(work: () => unknown): readonly Problem[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a project', () => {
  test('without a file has defaults for everything', () => {
    expect(read()).toEqual({
      project: folder,
      metrics: join(folder, 'metrics'),
      engine: {
        kind: 'duckdb',
        data: [join(folder, '.data')],
        sample: false,
        rollups: { folder: join(folder, '.rollups'), schema: 'grainline_rollups' },
      },
      server: { host: '127.0.0.1', port: 4000, watch: false },
      limits: {
        rows: 100_000,
        seconds: 300,
        bodyBytes: 1_048_576,
        tokens: 20_000,
        depth: 12,
        rootFields: 200,
        fields: 5000,
        exportRows: null,
        exportSeconds: 3600,
      },
      sqlDatasets: true,
      cache: {
        megabytes: 256,
        derive: true,
        lifetime: { maxAge: 30_000, closedMaxAge: 30_000, staleWhileRevalidate: 0, staleIfError: 0 },
      },
      proofs: 'background',
      useRollups: true,
    });
  });

  test('says what differs; its paths start at its folder', () => {
    mkdirSync(join(folder, 'defs'));
    writeFileSync(
      file,
      'metrics: defs\nengine: {data: {shop.orders: o.parquet}, threads: 2, memory_limit: 4GB}\nserver: {port: 4100}\n',
    );
    const { metrics, engine, server } = read([], {});
    expect(metrics).toBe(join(folder, 'defs'));
    expect(engine).toMatchObject({
      data: { 'shop.orders': join(folder, 'o.parquet') },
      threads: 2,
      memoryLimit: '4GB',
    });
    expect(server).toEqual({ host: '127.0.0.1', port: 4100, watch: false });
  });

  test('may close datasets given by sql', () => {
    writeFileSync(file, 'limits: {sql_datasets: false}\n');
    expect(read().sqlDatasets).toBe(false);
  });

  test('is named by a flag, else by the environment, else it is here', () => {
    const inside = join(folder, 'inside');
    mkdirSync(join(inside, 'metrics'), { recursive: true });
    expect(read(['--project', 'inside']).project).toBe(inside);
    expect(read([], { GRAINLINE_PROJECT: inside }).project).toBe(inside);
    expect(read(['--project', '.'], { GRAINLINE_PROJECT: inside }).project).toBe(folder);
  });
});

describe('the order of who is heard', () => {
  test('flag, environment, file, default', () => {
    writeFileSync(file, 'server: {port: 1, host: from-file}\nengine: {threads: 3}\n');
    const { server, engine } = read(['--port', '4002', '--dev'], { GRAINLINE_PORT: '4001', GRAINLINE_THREADS: '5' });
    expect(server).toEqual({ host: 'from-file', port: 4002, watch: true });
    expect(engine.threads).toBe(5);
  });

  test('an empty variable says nothing', () => {
    expect(read([], { GRAINLINE_PORT: '' }).server.port).toBe(4000);
  });

  test('paths of flags and variables start where the command was called', () => {
    writeFileSync(file, 'engine: {data: [a, b]}\n');
    expect(read([], { GRAINLINE_DATA: 'c' }).engine.data).toEqual([join(folder, 'c')]);
  });
});

describe('problems', () => {
  test.each([
    {
      name: 'of the file, all at once, with their places',
      yaml: 'metrcs: metrics\nengine:\n  kind: oracle\nserver: {port: 99999}\n',
      messages: [
        'engine.kind: Invalid option: expected one of "duckdb"|"trino".',
        'server.port: Too big: expected number to be <=65535.',
        'There is no setting "metrcs".',
      ],
      at: [
        [3, 9],
        [4, 16],
        [1, 9],
      ],
    },
    {
      name: 'of a name deeper down',
      yaml: 'cache: {megabyte: 5}\n',
      messages: ['There is no setting "cache.megabyte".'],
      at: [[1, 19]],
    },
    {
      name: 'of a size that is none',
      yaml: 'engine: {memory_limit: lots}\n',
      messages: ['engine.memory_limit: expected a size such as 4GB.'],
      at: [[1, 24]],
    },
    {
      name: 'of impersonation without knowing whom',
      yaml: 'engine: {kind: trino, trino: {server: "http://trino:8080", impersonate: true}}\n',
      messages: [
        'engine.trino.impersonate: nothing says who asks: name the header in which a trusted proxy sends the user with server.user_header.',
      ],
      at: [[1, 73]],
    },
    {
      name: 'of a header of users that nothing uses',
      yaml: 'server: {user_header: X-Forwarded-User}\n',
      messages: ['server.user_header: it has no effect unless engine.trino.impersonate is true.'],
      at: [[1, 23]],
    },
    {
      name: 'of a file that is a list',
      yaml: '- metrics\n',
      messages: ['A project file is a map of settings.'],
      at: [[1, 1]],
    },
  ])('$name', ({ yaml, messages, at }) => {
    writeFileSync(file, yaml);
    const problems = problemsOf(() => read());
    expect(problems.map((problem) => problem.message)).toEqual(messages);
    expect(problems.map((problem) => [problem.at?.line, problem.at?.column])).toEqual(at);
    expect(problems.every((problem) => problem.at?.file === file && problem.code === 'INVALID_CONFIGURATION')).toBe(
      true,
    );
  });

  test('of a duration that is none', () => {
    writeFileSync(file, 'cache: {max_age: 5 months}');
    expect(problemsOf(() => read())[0]).toMatchObject({
      message: 'cache.max_age: expected a duration such as 5 minutes.',
      at: { line: 1, column: 18 },
    });
  });

  test('of a file that is not YAML', () => {
    writeFileSync(file, 'server: {port: 4000\nmetrics: x\n');
    expect(problemsOf(() => read())[0]?.at?.file).toBe(file);
  });

  test('of a nearly right name carry the right one', () => {
    writeFileSync(file, 'cache: {megabyte: 5}\nserver: {prot: 1}\n');
    expect(problemsOf(() => read()).map(({ hint }) => hint)).toEqual([
      'Did you mean "port"?',
      'Did you mean "megabytes"?',
    ]);
  });

  test.each([
    { by: 'GRAINLINE_PORT', args: [], environment: { GRAINLINE_PORT: 'eighty' } },
    { by: '--port', args: ['--port', 'eighty'], environment: {} },
  ])('of $by name it', ({ by, args, environment }) => {
    const [problem] = problemsOf(() => read(args, environment as Record<string, string>));
    expect(problem?.message).toBe(`server.port (set by ${by}): Invalid input: expected number, received string.`);
  });

  test('of a misspelt variable', () => {
    expect(problemsOf(() => read([], { GRAINLINE_PROT: '1' }))[0]).toMatchObject({
      message: 'There is no setting GRAINLINE_PROT.',
      hint: 'Did you mean "GRAINLINE_PORT"?',
    });
  });

  test.each([
    { args: ['--prot', '1'], message: 'There is no flag --prot.', hint: 'Did you mean "--port"?' },
    { args: ['--port'], message: '--port needs a value.', hint: undefined },
    { args: ['--dev=yes'], message: '--dev takes no value.', hint: undefined },
    { args: ['serve'], message: '"serve" is not expected here.', hint: 'A project is named by --project DIR.' },
  ])('of the flags $args', ({ args, message, hint }) => {
    expect(problemsOf(() => read(args))[0]).toMatchObject({ message, ...(hint === undefined ? {} : { hint }) });
  });

  test('of a folder without a project', () => {
    rmSync(join(folder, 'metrics'), { recursive: true });
    expect(problemsOf(() => read())[0]).toMatchObject({
      message: 'There is no project in .: it has neither grainline.yaml nor a folder of definitions.',
      hint: 'Name its folder with --project DIR.',
    });
    writeFileSync(file, 'metrics: nowhere\n');
    expect(problemsOf(() => read())[0]?.message).toBe('The folder of the definitions, nowhere, is not there.');
  });
});
