import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Engine } from '../../../src/engine/engine.js';
import type { TrinoProfile } from '../../../src/engine/trino/profile.js';
import { openTrino } from '../../../src/engine/trino/trino-engine.js';
import { ProblemError } from '../../../src/problems/problem.js';
import { NEVER, statement } from '../duckdb/statements.js';
import { profile } from './lab.js';
import { selfSigned } from './self-signed.js';
import { noSession, page, type Stub, startStub } from './stub-coordinator.js';

const PASSWORD = 'p:ä"ss w0rd';
const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const certificate = selfSigned();

/** A coordinator that asks for a login over TLS. */
async function start(own: Partial<TrinoProfile>, expected: string): Promise<{ engine: Engine; stub: Stub }> {
  const stub = await startStub(
    noSession(({ headers, path }) => {
      if (path === '/v1/info') return { body: { nodeVersion: { version: '483' }, starting: false } };
      if (headers.authorization !== expected) return { status: 401, body: 'Authentication failed' };
      return { body: page(undefined, [[1]]) };
    }),
    certificate,
  );
  const engine = await openTrino(profile({ server: stub.url, tls: { ca: certificate.cert }, ...own }));
  open.push(engine, stub);
  return { engine, stub };
}

const basic = `Basic ${Buffer.from(`lab:${PASSWORD}`).toString('base64')}`;
const select = (engine: Engine) => engine.run(statement('SELECT a', ['bigint']), NEVER);
async function failureOf(work: Promise<unknown>): Promise<ProblemError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProblemError)) throw new Error('expected a ProblemError', { cause: error });
  return error;
}

describe('logins over TLS', () => {
  test('a password is sent with each request', async () => {
    const { engine, stub } = await start({ password: PASSWORD }, basic);
    expect((await select(engine)).values).toEqual([['1']]);
    expect(stub.seen.map(({ headers }) => headers.authorization)).toEqual([basic, basic]);
    expect(await engine.readiness?.()).toEqual({ state: 'ok', version: '483', problems: [] });
  });

  test('the end user is passed on beside the login', async () => {
    const { engine, stub } = await start({ password: PASSWORD, impersonate: true }, basic);
    await engine.run(statement('SELECT a', ['bigint']), NEVER, { user: 'ada' });
    expect(stub.seen.at(-1)?.headers['x-trino-user']).toBe('ada');
  });

  test('an end user that would become another header is refused', async () => {
    const { engine, stub } = await start({ password: PASSWORD, impersonate: true }, basic);
    const failure = await failureOf(
      engine.run(statement('SELECT a', ['bigint']), NEVER, { user: 'ada\r\nX-Trino-Role: admin' }),
    );
    expect(failure.problems[0]?.code).toBe('ENGINE_AUTH_FAILED');
    expect(stub.seen.every(({ body }) => body !== 'SELECT a')).toBe(true);
  });

  test('a token is sent as bearer', async () => {
    const { engine } = await start({ token: 'aaa.bbb.ccc' }, 'Bearer aaa.bbb.ccc');
    expect((await select(engine)).rowCount).toBe(1);
  });

  test('the authority may be a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'grainline-'));
    try {
      writeFileSync(join(folder, 'ca.pem'), certificate.cert);
      const { engine } = await start({ password: PASSWORD, tls: { ca: join(folder, 'ca.pem') } }, basic);
      expect((await select(engine)).rowCount).toBe(1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('a wrong password names the setting, and nothing that is told or logged holds it', async () => {
    const { engine } = await start({ password: `wrong ${PASSWORD}` }, basic);
    const failure = await failureOf(select(engine));
    expect(failure.problems[0]).toMatchObject({
      code: 'ENGINE_AUTH_FAILED',
      hint: expect.stringContaining('engine.trino.password'),
    });
    const everything =
      inspect(failure, { depth: 20, showHidden: true }) + inspect(failure.cause, { depth: 20, showHidden: true });
    expect(everything).not.toMatch(/w0rd|Basic|Bearer|authorization/i);
    expect(await engine.readiness?.()).toMatchObject({
      state: 'misconfigured',
      problems: [{ code: 'ENGINE_AUTH_FAILED' }],
    });
  });

  test('an unknown authority is refused, without sending the login', async () => {
    const { engine, stub } = await start({ password: PASSWORD, tls: undefined }, basic);
    const failure = await failureOf(select(engine));
    expect(failure.message).toMatch(
      /^engine\.trino\.server: there is no secure connection to it \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
    );
    expect(failure.problems[0]?.hint).toContain('engine.trino.tls.ca');
    expect(inspect(failure, { depth: 20, showHidden: true })).not.toMatch(/w0rd|Basic/);
    expect(stub.seen).toEqual([]);
  });
});

describe('profiles', () => {
  test.each<{ name: string; own: Partial<TrinoProfile>; says: RegExp }>([
    {
      name: 'a password over http',
      own: { server: 'http://trino:8080', password: 'x' },
      says: /engine\.trino\.server: a password or token is sent over https only/,
    },
    { name: 'a token over http', own: { server: 'http://trino:8080', token: 'x' }, says: /https only/ },
    { name: 'both', own: { server: 'https://trino', token: 'x', password: 'y' }, says: /engine\.trino\.token/ },
    { name: 'no address', own: { server: 'trino:8080' }, says: /engine\.trino\.server: expected an address/ },
    {
      name: 'a login in the address',
      own: { server: 'https://me:secret@trino' },
      says: /^engine\.trino\.server: the address holds a user or password\.$/,
    },
    { name: 'a path', own: { server: 'https://trino/ui' }, says: /more than a host/ },
    { name: 'no user', own: { user: '' }, says: /engine\.trino\.user/ },
    { name: 'a catalog of two lines', own: { catalog: 'a\nb' }, says: /engine\.trino\.catalog/ },
    {
      name: 'a session property that is none',
      own: { sessionProperties: { 'a,b': '1' } },
      says: /engine\.trino\.session/,
    },
    { name: 'a tag with a comma', own: { clientTags: ['a,b'] }, says: /engine\.trino\.client_tags/ },
    {
      name: 'an authority that is not there',
      own: { server: 'https://trino', tls: { ca: '/nowhere/ca.pem' } },
      says: /engine\.trino\.tls\.ca/,
    },
  ])('$name is refused at once', async ({ own, says }) => {
    const failure = await failureOf(openTrino(profile(own)));
    expect(failure.problems[0]?.code).toBe('INVALID_CONFIGURATION');
    expect(failure.message).toMatch(says);
    expect(failure.message).not.toContain('secret');
  });
});
