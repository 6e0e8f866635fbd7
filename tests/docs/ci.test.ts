import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { parse } from 'yaml';
import { readAction } from '../builders/action-runner.js';
import { openScratchRepository, type ScratchRepository } from '../builders/scratch-repository.js';
import { blocksOf, filesOf } from './page.js';

// Each command is a process of its own, and the machine may be busy
jest.setTimeout(240_000);

const blocks = blocksOf(readFileSync('docs/ci.md', 'utf8'));
const files = new Map(filesOf(blocks).map(({ path, text }) => [path, text]));

describe('the workflow of docs/ci.md', () => {
  const text = files.get('.github/workflows/metrics.yml') ?? '';
  const errorsIn = async (content: string): Promise<readonly string[]> => {
    const { context, value } = parseWorkflow({ name: 'metrics.yml', content }, new NoOperationTraceWriter());
    if (value !== undefined) await convertWorkflowTemplate(context, value);
    return context.errors.getErrors().map(({ message }) => message);
  };

  test('is one, by the parser of GitHub itself', async () => {
    expect(await errorsIn(text)).toEqual([]);
    expect(await errorsIn(text.replace('runs-on', 'run-on'))).not.toEqual([]);
    expect(
      await errorsIn(text.replace('steps.grainline.outputs.sarif !=', 'stops.grainline.outputs.sarif !=')),
    ).not.toEqual([]);
  });

  test('names inputs and outputs that the action has, and other actions by their commits', () => {
    const { jobs } = parse(text) as { jobs: { review: { steps: { uses: string; with: Record<string, string> }[] } } };
    const [ours, ...more] = jobs.review.steps.filter(({ uses }) => uses.startsWith('OWNER/grainline@'));
    expect(more).toEqual([]);
    const { inputs, outputs } = readAction();
    for (const name of Object.keys(ours?.with ?? {})) expect(Object.keys(inputs)).toContain(name);
    for (const [, name] of text.matchAll(/steps\.grainline\.outputs\.([\w-]+)/g))
      expect(Object.keys(outputs)).toContain(name);
    const others = jobs.review.steps.filter((step) => step !== ours);
    expect(others.filter(({ uses }) => !/@[0-9a-f]{40}$/.test(uses))).toEqual([]);
  });
});

describe('the shell of docs/ci.md', () => {
  let origin: ScratchRepository;
  let checkout: string;
  beforeEach(() => {
    origin = openScratchRepository();
    for (const { path, text } of filesOf(blocksOf(readFileSync('docs/change.md', 'utf8')))) origin.write(path, text);
    origin.write('data/shop/orders.csv', readFileSync('examples/change/data/shop/orders.csv', 'utf8'));
    origin.write('review.sh', blocks.find(({ language }) => language === 'sh')?.text ?? '');
    origin.write(
      'bin/grainline',
      `#!/bin/sh\nexec '${process.execPath}' '${join(process.cwd(), 'scripts/grainline.mjs')}' "$@"\n`,
    );
    chmodSync(join(origin.folder, 'bin/grainline'), 0o755);
    const { status } = shell(origin.folder, 'grainline codeowners --default @acme/analytics');
    expect(status).toBe(0);
    origin.commit('before');
    origin.git('checkout', '-q', '-b', 'change');
  });
  afterEach(() => origin.close());

  const shell = (folder: string, script: string) => {
    const { INIT_CWD: _, ...environment } = process.env;
    const env = { ...environment, BASE: 'main', PATH: `${join(origin.folder, 'bin')}:${process.env.PATH}` };
    return spawnSync('sh', ['-c', script], { cwd: folder, env, encoding: 'utf8' });
  };
  /** What CI does with a branch: it clones it alone, and runs what the page says. */
  const review = (text: (before: string) => string) => {
    const file = join(origin.folder, 'metrics/orders.yaml');
    writeFileSync(file, text(readFileSync(file, 'utf8')));
    origin.commit('change');
    checkout = join(origin.folder, '.git', 'checkout');
    shell(origin.folder, `git clone -q --depth=1 --branch change 'file://${origin.folder}' '${checkout}'`);
    const { script } = (parse(files.get('.gitlab-ci.yml') ?? '') as { metrics: { script: string[] } }).metrics;
    return shell(checkout, script.join('\n'));
  };
  const made = (file: string): string => readFileSync(join(checkout, file), 'utf8');

  test('passes a change that adds, and leaves its files', () => {
    const { status, stderr } = review(
      (text) => `${text.trimEnd()}\n  countries: {expression: COUNT(DISTINCT country)}\n`,
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(made('report.md')).toContain('`countries`');
    expect(JSON.parse(made('changes.sarif'))).toMatchObject({ version: '2.1.0' });
    expect(made('junit.xml')).toContain('an order that came back counts');
  });

  test('fails a change that breaks a promise, after all is said', () => {
    const { status, stdout } = review((text) =>
      text.replace('SUM(amount)', 'MAX(amount)').replace('unit: EUR', 'unit: USD'),
    );
    expect(status).toBe(1);
    expect(stdout).toContain('✗ an order that came back counts');
    expect(made('report.md')).toMatch(/### breaking/i);
    expect(existsSync(join(checkout, 'changes.sarif'))).toBe(true);
  });

  test('fails owners that CODEOWNERS does not know', () => {
    const { status, stdout } = review((text) => text.replace('"@acme/pricing"', '"@acme/finance"'));
    expect(status).toBe(1);
    expect(stdout).toContain('+/metrics/orders.yaml @acme/sales @acme/finance');
  });
});
