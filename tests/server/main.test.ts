import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ORDERS } from './shop.js';

// Each test starts a server of its own, and the machine may be busy
jest.setTimeout(120_000);

let bundle: string;
let folder: string;
beforeAll(() => {
  bundle = execFileSync(process.execPath, [fileURLToPath(new URL('./bundle-server.mjs', import.meta.url))], {
    encoding: 'utf8',
  });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grainline-main-'));
  write('metrics/orders.yaml', ORDERS);
  write('data/shop/orders.csv', 'order_id,country,ordered_at,amount\n1,DE,2024-01-01,10.50\n');
  write('grainline.yaml', 'engine: {data: data}\nserver: {port: 0}\n');
});
const running = new Set<ReturnType<typeof spawn>>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
  rmSync(folder, { recursive: true });
});
afterAll(() => rmSync(dirname(bundle), { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function run(...args: string[]) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GRAINLINE_')));
  const child = spawn(process.execPath, [bundle, '--project', folder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
    cwd: folder,
  });
  running.add(child);
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  const exited = once(child, 'close').then(([code]) => ({ code: code as number | null, out, err }));
  const said = async (pattern: RegExp): Promise<string> => {
    for (let tries = 0; tries < 2_400; tries++) {
      const match = pattern.exec(out + err);
      if (match) return match[1] ?? match[0];
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`never said ${pattern}: ${out}${err}`);
  };
  return { child, exited, said };
}

describe('the server', () => {
  test('says what to open and a first query, answers it, and ends at a signal', async () => {
    const { child, exited, said } = run();
    const url = await said(/GraphQL {4}(http:\S+)\/graphql/);
    const query = (await said(/A first query:\n\n([\s\S]+?)\n\n {2}Ctrl-C/)).replace(/^ {4}/gm, '');
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    expect(await response.json()).toMatchObject({
      data: { query: { columns: [{ values: ['DE'] }, { values: [1] }] } },
    });
    const began = performance.now();
    child.kill('SIGTERM');
    expect((await exited).code).toBe(0);
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  test.each([
    {
      flag: '--help',
      says: /^Serves the metrics[\s\S]*--port PORT +port to listen on; 0 takes a free one \(GRAINLINE_PORT\)\n[\s\S]*--version/,
    },
    { flag: '--version', says: /^\d+\.\d+\.\d+\n$/ },
  ])('$flag is answered at once', async ({ flag, says }) => {
    const { code, out } = await run(flag).exited;
    expect(out).toMatch(says);
    expect(code).toBe(0);
  });
});

describe('a start that fails ends with 1 and words that help', () => {
  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, err } = await run('--port', String(port)).exited;
    other.close();
    expect(err).toBe(
      `Port ${port} is taken: something else listens on 127.0.0.1:${port}.\n` +
        `Choose another with --port ${port + 1}, GRAINLINE_PORT, or server.port in grainline.yaml.\n`,
    );
    expect(code).toBe(1);
  });

  test('definitions with problems: all of them, with their lines', async () => {
    write('metrics/orders.yaml', `${ORDERS}  bad: {expression: SUM(amont)}\n`);
    write('metrics/broken.yaml', 'dataset: [\n');
    const { code, out, err } = await run().exited;
    expect(err).toMatch(/metrics\/broken\.yaml:\d+:\d+ INVALID_YAML/);
    expect(err).toMatch(
      /metrics\/orders\.yaml:11:\d+ UNKNOWN_COLUMN .*\n +11 \| {3}bad: \{expression: SUM\(amont\)\}\n +\| +\^\n +Did you mean "amount"\?/,
    );
    expect(err).not.toMatch(/ {4}at /);
    expect([code, out]).toEqual([1, '']);
  });

  test('a wrong setting', async () => {
    write('grainline.yaml', 'server:\n  prot: 4000\n');
    const { code, err } = await run().exited;
    expect(err).toMatch(
      /grainline\.yaml:2:9 INVALID_CONFIGURATION There is no setting "server\.prot"\.\n +2 \| {3}prot: 4000\n[\s\S]*Did you mean "port"\?/,
    );
    expect(code).toBe(1);
  });

  test('an unknown flag', async () => {
    const { code, err } = await run('--prot', '1').exited;
    expect(err).toContain('There is no flag --prot.');
    expect(code).toBe(1);
  });

  test('an address that is not this machine’s', async () => {
    const { code, err } = await run('--host', '203.0.113.1').exited;
    expect(err).toContain('This machine has no address 203.0.113.1');
    expect(code).toBe(1);
  });
});

describe('with --dev', () => {
  test('definitions with problems are waited for', async () => {
    write('metrics/orders.yaml', ORDERS.replace('SUM(amount)', 'SUM(amont)'));
    const { child, exited, said } = run('--dev');
    await said(/UNKNOWN_COLUMN[\s\S]*Waiting for a change in metrics\./);
    write('metrics/orders.yaml', ORDERS);
    await said(/serves 2 metrics over 1 datasets/);
    write('metrics/orders.yaml', `${ORDERS}  more: {expression: COUNT(*)}\n`);
    await said(/Definitions reloaded in \d+ ms\./);
    write('metrics/orders.yaml', 'dataset: [\n');
    await said(/INVALID_YAML[\s\S]*The definitions before this change go on serving\./);
    child.kill('SIGINT');
    expect((await exited).code).toBe(0);
  });
});

describe('with --dbt', () => {
  test('counts at the start what is not exact, and waits with --dev for a manifest that is none', async () => {
    const manifest = readFileSync('tests/exchange/dbt/bistro/semantic_manifest.json', 'utf8');
    write('target/semantic_manifest.json', '{}');
    const { child, exited, said } = run('--dbt', join(folder, 'target'), '--dev');
    await said(
      /INVALID_DEFINITION target\/semantic_manifest\.json: semantic_models[\s\S]*Waiting for a change in target\./,
    );
    write('target/semantic_manifest.json', manifest);
    await said(/warning IMPORT_NOT_EXACT target\/semantic_manifest\.json is served as it is: \d+ exact, \d+ with diff/);
    await said(/import dbt target\/semantic_manifest\.json --out DIR tells of each\./);
    await said(/serves \d+ metrics over 4 datasets/);
    child.kill('SIGINT');
    expect((await exited).code).toBe(0);
  });

  test('a manifest that is not there ends the start', async () => {
    const { code, err } = await run('--dbt', join(folder, 'nowhere')).exited;
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/UNREADABLE_FILE There is no semantic_manifest\.json at [\s\S]*dbt parse writes it/),
    ]);
  });
});
