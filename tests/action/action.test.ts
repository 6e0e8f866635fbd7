import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { NoOperationTraceWriter } from '@actions/workflow-parser/templates/trace-writer';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type RanAction, readAction, runAction, type Surroundings } from '../builders/action-runner.js';
import { openScratchRepository, type ScratchRepository } from '../builders/scratch-repository.js';

// Each command is a process of its own, and the machine may be busy
jest.setTimeout(240_000);

const errorsIn = (content: string): readonly string[] =>
  parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter())
    .context.errors.getErrors()
    .map(({ message }) => message);

describe('action.yml', () => {
  const text = readFileSync('action.yml', 'utf8');

  test('is an action, by the parser of GitHub itself', () => {
    expect(errorsIn(text)).toEqual([]);
    expect(errorsIn(text.replace('shell: bash', 'shel: bash'))).not.toEqual([]);
    expect(errorsIn(text.replace('github.action_path', 'gihub.action_path'))).not.toEqual([]);
  });

  test('hands nothing that people write to a shell but as environment variables, and uses no other action', () => {
    const { steps, using } = readAction().runs;
    expect(using).toBe('composite');
    expect(steps.filter(({ run, shell }) => run.includes('${{') || shell !== 'bash')).toEqual([]);
    expect(text).not.toMatch(/^\s*(- )?uses:/m);
  });

  test('says each of its inputs and outputs in docs/ci.md', () => {
    const page = readFileSync('docs/ci.md', 'utf8');
    const { inputs, outputs } = readAction();
    for (const name of [...Object.keys(inputs), ...Object.keys(outputs)]) expect(page).toContain(`\`${name}\``);
  });
});

// A shell that pasted any of it would run it
const PROJECT = 'shop; touch pwned $(touch pwned) `touch pwned` "quoted" \'too\'';
const BEFORE = readFileSync('examples/change/before/metrics/orders.yaml', 'utf8');
const AFTER = readFileSync('examples/change/after/metrics/orders.yaml', 'utf8');
const NUMBERS_ALONE = BEFORE.replace('SUM(amount)', 'SUM(amount) * 2');
const TESTS = `given: {orders: [{order_id: 1, amount: 10}]}
tests:
  - {name: an order is counted, ask: {metrics: orders}, expect: [{orders: 1}]}
`;

/** Stands for GitHub's gh: writes down how it is called, and answers as the files beside it say. */
const GH = `#!/usr/bin/env bash
here=$(dirname "$0")
printf '%s\\n' "$*" >>"$here/calls"
for word in "$@"; do case $word in body=@*) cat "\${word#body=@}" >"$here/body" ;; esac; done
[ -e "$here/refusal" ] && { cat "$here/refusal" >&2; exit 1; }
case "$*" in *--jq*) cat "$here/comments" ;; esac
exit 0
`;

const PULL = { number: 7, base: { sha: '' }, head: { repo: { full_name: 'acme/shop' } } };

describe('the action in a pull request', () => {
  const bin = mkdtempSync(join(tmpdir(), 'grainline-gh-'));
  let origin: ScratchRepository;
  let base: string;
  let runs = 0;

  beforeAll(() => {
    writeFileSync(join(bin, 'gh'), GH);
    chmodSync(join(bin, 'gh'), 0o755);
    origin = openScratchRepository();
    origin.write('data/shop/orders.csv', readFileSync('examples/change/data/shop/orders.csv', 'utf8'));
    origin.write(`${PROJECT}/grainline.yaml`, 'engine: {kind: duckdb, data: ../data}\n');
    origin.write(`${PROJECT}/metrics/orders.yaml`, BEFORE);
    origin.write(`${PROJECT}/metrics/orders.test.yaml`, TESTS);
    base = origin.commit('before');
    for (const [branch, text] of Object.entries({
      change: AFTER,
      numbers: NUMBERS_ALONE,
      broken: AFTER.replace('SUM(amount)', 'SUM(amout)'),
    })) {
      origin.git('checkout', '-q', '-b', branch, 'main');
      origin.write(`${PROJECT}/metrics/orders.yaml`, text);
      origin.commit(branch);
    }
    origin.git('checkout', '-q', 'main');
    spawnSync(process.execPath, ['scripts/grainline.mjs', '--version']); // makes the bundle
  });
  afterAll(() => {
    origin.close();
    rmSync(bin, { recursive: true });
  });

  /** Checks out a branch as actions/checkout does, and runs the action there. */
  function review(
    branch: string,
    more: Partial<Surroundings> = {},
    gh: { readonly comments?: string; readonly refusal?: string } = {},
  ): RanAction & { readonly calls: string; readonly body: string; readonly workspace: string } {
    const room = join(origin.folder, '.git', `run-${++runs}`);
    const workspace = join(room, 'checkout');
    mkdirSync(room, { recursive: true });
    const { status, stderr } = spawnSync(
      'git',
      ['clone', '-q', '--depth=1', '--branch', branch, `file://${origin.folder}`, workspace],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stderr);
    for (const file of ['calls', 'body', 'refusal']) rmSync(join(bin, file), { force: true });
    writeFileSync(join(bin, 'comments'), gh.comments ?? '');
    if (gh.refusal !== undefined) writeFileSync(join(bin, 'refusal'), gh.refusal);
    const ran = runAction({
      workspace,
      temp: join(room, 'temp'),
      github: { event: { pull_request: { ...PULL, base: { sha: base } } } },
      ...more,
      inputs: { project: PROJECT, ...more.inputs },
      environment: { PATH: `${bin}:${process.env.PATH}`, ...more.environment },
    });
    const read = (file: string): string => (existsSync(join(bin, file)) ? readFileSync(join(bin, file), 'utf8') : '');
    expect(readdirSync(workspace).filter((name) => name === 'pwned')).toEqual([]);
    return { ...ran, calls: read('calls'), body: read('body'), workspace };
  }

  test('fetches the base, runs all, writes one comment, and fails for a breaking change', () => {
    const { succeeded, steps, outputs, summary, calls, body } = review('change');
    expect(Object.fromEntries([...steps].map(([name, { code }]) => [name, code]))).toEqual({
      'Find the base': 0,
      'Check the definitions': 0,
      'Test the metrics': 0,
      'Compare with the base': 4,
      'Comment on the pull request': 0,
    });
    expect([succeeded, outputs.change]).toEqual([false, 'breaking']);
    const report = readFileSync(outputs.report ?? '', 'utf8');
    expect(report).toContain('largest_order');
    expect(report).toContain('### The numbers before and after');
    expect(report).toMatch(/785\.40.*505\.40/);
    expect(summary).toBe(report);
    expect(body).toBe(`${body.split('\n')[0]}\n${report}`);
    expect(body).toMatch(/^<!-- grainline review of [0-9a-f]+ -->\n/);
    expect(calls.split('\n')[1]).toMatch(/^api --method POST repos\/acme\/shop\/issues\/7\/comments --field body=@/);
    const sarif = JSON.parse(readFileSync(outputs.sarif ?? '', 'utf8')) as { version: string; runs: { results: [] }[] };
    expect([sarif.version, sarif.runs[0]?.results.length]).toEqual(['2.1.0', 5]);
    expect(readFileSync(outputs.junit ?? '', 'utf8')).toContain('an order is counted');
  });

  test('keeps its comment up to date', () => {
    const { calls } = review('numbers', { inputs: { numbers: 'false' } }, { comments: '42\n43\n' });
    expect(calls.split('\n')[0]).toMatch(
      /^api --paginate repos\/acme\/shop\/issues\/7\/comments --jq .*startswith\(env\.MARK\)/,
    );
    expect(calls.split('\n')[1]).toMatch(/^api --method PATCH repos\/acme\/shop\/issues\/comments\/42 --field body=@/);
  });

  test.each([
    { failOn: 'breaking', succeeded: true },
    { failOn: 'numbers', succeeded: false },
    { failOn: 'never', succeeded: true },
    { failOn: 'sometimes', succeeded: false },
  ])('with fail-on: $failOn, a change of numbers alone succeeds: $succeeded', ({ failOn, succeeded }) => {
    const ran = review('numbers', {
      inputs: { numbers: 'false', tests: 'false', 'fail-on': failOn, comment: 'false' },
    });
    expect([ran.succeeded, ran.outputs.change, ran.calls]).toEqual([succeeded, 'numbers', '']);
    expect(ran.steps.has('Test the metrics')).toBe(false);
  });

  test.each([
    { who: 'a token that may not write', from: 'acme/shop', says: 'permissions: pull-requests: write' },
    { who: 'a fork', from: 'stranger/shop', says: 'comes from a fork' },
  ])('says aloud that $who leaves the comment out, and does not fail by it', ({ from, says }) => {
    const pull = { ...PULL, base: { sha: base }, head: { repo: { full_name: from } } };
    const inputs = { numbers: 'false', tests: 'false' };
    const refusal = 'gh: Resource not accessible by integration (HTTP 403)\n';
    const ran = review('numbers', { inputs, github: { event: { pull_request: pull } } }, { refusal });
    const { code, out, err } = ran.steps.get('Comment on the pull request') ?? { code: -1, out: '', err: '' };
    expect([ran.succeeded, code, err]).toEqual([true, 0, refusal]);
    expect(out).toMatch(/^::warning title=Grainline::The comment was not written: /);
    expect(out).toContain(says);
    expect(ran.summary).toContain('revenue');
  });

  test('tells of definitions with problems, in the log and in the comment', () => {
    const { succeeded, steps, outputs, body } = review('broken');
    expect([succeeded, outputs.change, outputs.sarif]).toEqual([false, '', '']);
    expect(steps.get('Check the definitions')?.out).toMatch(/UNKNOWN_COLUMN[^\n]*\n.*SUM\(amout\)/);
    expect(body).toMatch(/### The metrics could not be compared\n\n {4}metrics\/orders\.yaml:\d+:\d+ UNKNOWN_COLUMN/);
    expect(steps.get('Test the metrics')?.code).not.toBe(0);
  });

  test('lets no word of a definition be a command to the runner', () => {
    for (const { run } of readAction().runs.steps)
      for (const [at] of [...run.matchAll(/node "\$GRAINLINE"|"\$\{compare\[@\]\}"/g)].map(({ index }) => [index]))
        expect(run.slice(0, at)).toContain('::stop-commands::$pause');
    const { out = '' } =
      review('numbers', { inputs: { numbers: 'false', comment: 'false' } }).steps.get('Check the definitions') ?? {};
    const [, pause] = /^::stop-commands::([0-9a-f]{32})\n/.exec(out) ?? [];
    expect(out.trimEnd().endsWith(`\n::${pause}::`)).toBe(true);
  });

  test('compares with what the merge was made into, where the checkout is that merge', () => {
    const { folder, git } = origin;
    git('checkout', '-q', '-b', 'main-2', 'main');
    origin.write('README.md', 'more\n');
    const moved = origin.commit('main goes on');
    git('checkout', '-q', '-b', 'merge', 'main-2');
    git('merge', '-q', '--no-edit', 'numbers');
    const merge = git('rev-parse', 'HEAD');
    git('checkout', '-q', 'main');
    const room = join(folder, '.git', 'merge-run');
    const workspace = join(room, 'checkout');
    spawnSync('git', ['clone', '-q', '--depth=2', '--branch', 'merge', `file://${folder}`, workspace]);
    const comparedWith = (sha: string): string => {
      const { steps, summary } = runAction({
        workspace,
        temp: join(room, `temp-${sha}`),
        inputs: { project: PROJECT, numbers: 'false', tests: 'false', comment: 'false' },
        github: { event: { pull_request: { ...PULL, base: { sha: base } } } },
        environment: { GITHUB_REF: 'refs/pull/7/merge', GITHUB_SHA: sha },
      });
      expect(steps.get('Compare with the base')?.code).toBe(0);
      return /From ([0-9a-f]{40})/.exec(summary)?.[1] ?? '';
    };
    expect(comparedWith(merge)).toBe(moved);
    // A branch whose last commit is a merge of its own
    expect(comparedWith('of another commit')).toBe(base);
  });

  test('compares nothing outside of a pull request, unless a base is given', () => {
    const none = review('numbers', { github: {}, inputs: { tests: 'false' } });
    expect([none.succeeded, [...none.steps.keys()]]).toEqual([true, ['Find the base', 'Check the definitions']]);
    expect(none.steps.get('Find the base')?.out).toContain('nothing is compared');
    const given = review('numbers', { github: {}, inputs: { tests: 'false', numbers: 'false', base: 'main' } });
    expect([given.succeeded, given.outputs.change, given.calls]).toEqual([true, 'numbers', '']);
    const odd = review('numbers', { github: {}, inputs: { tests: 'false', base: '--upload-pack=touch pwned' } });
    expect([odd.succeeded, odd.outputs.change]).toEqual([false, '']);
  });
});
