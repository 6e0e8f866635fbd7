import type { Rows, Statement } from '../engine.js';
import type { TrinoProfile } from './profile.js';

type Ask = (statement: Statement) => Promise<Rows>;

/** The connector's own default cuts timestamps to milliseconds; other connectors do not have this property. */
const PRECISION = 'timestamp_precision';

/** The session properties of each query: those of the profile, and microseconds where the catalog has to be told. */
export async function readSession(profile: TrinoProfile, ask: Ask): Promise<Readonly<Record<string, string>>> {
  const own = profile.sessionProperties ?? {};
  const property = `${profile.catalog}.${PRECISION}`;
  if (property in own) return own;
  const text = `SHOW SESSION LIKE '${property.replaceAll("'", "''").replace(/[_%!]/g, '!$&')}' ESCAPE '!'`;
  const columns = ['name', 'value', 'default', 'type', 'description'].map((name) => ({ name, type: 'text' as const }));
  const { rowCount } = await ask({ text, parameters: [], columns });
  return rowCount === 0 ? own : { ...own, [property]: 'MICROSECONDS' };
}
