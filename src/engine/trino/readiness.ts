import { type Problem, ProblemError } from '../../problems/problem.js';
import { quoteName, quoteText } from '../../sql/literals.js';
import type { EngineReadiness, Rows, Statement } from '../engine.js';
import type { Connection } from './connection.js';
import { exchange } from './exchange.js';
import { misconfigured, unavailable } from './problems.js';
import type { TrinoProfile } from './profile.js';

type Ask = (statement: Statement) => Promise<Rows>;

/** Types with a precision and url-encoded session values, which older ones lack; tried with 483. */
const OLDEST = 400;
const PATIENCE = 5_000;

/** Each setting is tried in the order in which they depend on one another: address, version, login, catalog, schema. */
export async function checkReadiness(
  profile: TrinoProfile,
  connection: Connection,
  ask: Ask,
): Promise<EngineReadiness> {
  let version: string | null = null;
  try {
    version = await readVersion(connection);
    const major = Number.parseInt(version, 10);
    if (major < OLDEST)
      throw misconfigured(`engine.trino.server: Trino ${version} is too old.`, `It has to be ${OLDEST} or newer.`);
    await findSchema(profile, ask);
    return { state: 'ok', version, problems: [] };
  } catch (error) {
    const known = error instanceof ProblemError ? error : unavailable('The engine does not answer in time.');
    const hint = `engine.trino.server is ${connection.server.origin}.`;
    const problems: readonly Problem[] = known.problems.map((problem) => ({ ...problem, hint: problem.hint ?? hint }));
    return { state: problems.some(isOurs) ? 'misconfigured' : 'unavailable', version, problems };
  }
}

const isOurs = ({ code }: Problem): boolean => code === 'INVALID_CONFIGURATION' || code === 'ENGINE_AUTH_FAILED';

async function readVersion(connection: Connection): Promise<string> {
  const request = { method: 'GET', path: '/v1/info', signal: AbortSignal.timeout(PATIENCE) } as const;
  const info = await exchange(connection.clientFor({}, {}), request, 0, ({ body }) => {
    const read = readInfo(body);
    if (read === undefined)
      throw misconfigured(`engine.trino.server: what answers at ${connection.server.origin} is no Trino.`);
    return read.starting ? unavailable('The engine is starting.') : read;
  });
  return info.nodeVersion.version;
}

interface Info {
  readonly nodeVersion: { readonly version: string };
  readonly starting: boolean;
}

function readInfo(text: string): Info | undefined {
  try {
    const info = JSON.parse(text) as Partial<Info> | null;
    return typeof info?.nodeVersion?.version === 'string' ? (info as Info) : undefined;
  } catch {
    return undefined;
  }
}

/** Reaches the metastore too. */
async function findSchema({ catalog, schema }: TrinoProfile, ask: Ask): Promise<void> {
  const { rowCount } = await ask({
    text: `SELECT 1 FROM ${quoteName(catalog)}."information_schema"."schemata" WHERE "schema_name" = ${quoteText(schema.toLowerCase())}`,
    parameters: [],
    columns: [{ name: 'found', type: 'integer' }],
  });
  if (rowCount === 0) throw misconfigured(`engine.trino.schema: the catalog "${catalog}" has no schema "${schema}".`);
}
