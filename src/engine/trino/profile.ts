import { readFileSync } from 'node:fs';
import { type Problem, ProblemError } from '../../problems/problem.js';

/** How to reach a Trino, and as whom. */
export interface TrinoProfile {
  /** https://trino.example.org:8443; plain http only without a password or token. */
  readonly server: string;
  readonly catalog: string;
  /** Of tables that the definitions name without one. */
  readonly schema: string;
  readonly user: string;
  readonly password?: string | undefined;
  /** A JSON web token, sent as bearer. */
  readonly token?: string | undefined;
  /** `ca`: a PEM file, or its text, beside the authorities that Node trusts. */
  readonly tls?: { readonly ca?: string | undefined } | undefined;
  readonly source?: string | undefined;
  readonly clientTags?: readonly string[] | undefined;
  readonly sessionProperties?: Readonly<Record<string, string>> | undefined;
  /** Roles by catalog; `system` for the system role. */
  readonly roles?: Readonly<Record<string, string>> | undefined;
  /** Whether queries run in the name of the viewer (`RunOptions.user`); `user` then needs the right to impersonate. */
  readonly impersonate?: boolean | undefined;
  /** A query that takes longer is ended, here and on the engine. */
  readonly deadlineSeconds?: number | undefined;
  /** Queries that run at once; the others wait in line. */
  readonly maxConcurrent?: number | undefined;
  /** How often the tables in use are asked for new data, in the background. */
  readonly freshnessSeconds?: number | undefined;
}

/**
 * What is wrong with a profile that nobody has to be asked about.
 * @throws INVALID_CONFIGURATION with all problems; each names its setting, none its secret
 */
export function checkProfile(profile: TrinoProfile): void {
  const problems: Problem[] = [];
  const wrong = (setting: string, says: string, hint?: string) =>
    problems.push({ code: 'INVALID_CONFIGURATION', message: `engine.trino.${setting}: ${says}`, hint });
  const url = URL.canParse(profile.server) ? new URL(profile.server) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    wrong('server', 'expected an address such as https://trino.example.org:8443.');
  else {
    if (url.username !== '' || url.password !== '')
      wrong(
        'server',
        'the address holds a user or password.',
        'Set engine.trino.user and engine.trino.password (GRAINLINE_TRINO_PASSWORD).',
      );
    if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
      wrong('server', 'the address has more than a host and a port.');
    if (url.protocol === 'http:' && (profile.password ?? profile.token) !== undefined)
      wrong('server', 'a password or token is sent over https only.', 'Use the https address of the coordinator.');
  }
  for (const setting of ['catalog', 'schema', 'user'] as const)
    if (!isHeaderText(profile[setting])) wrong(setting, 'expected a name.');
  if (profile.password !== undefined && profile.token !== undefined)
    wrong('token', 'there is a password too.', 'Trino takes one of the two.');
  if (profile.token !== undefined && !/^[\w.~+/=-]+$/.test(profile.token)) wrong('token', 'this is no bearer token.');
  for (const name of Object.keys(profile.sessionProperties ?? {}))
    if (!/^[\w-]+(\.[\w-]+)?$/.test(name)) wrong('session', `"${name}" is no name of a session property.`);
  for (const tag of profile.clientTags ?? [])
    if (!isHeaderText(tag) || tag.includes(',')) wrong('client_tags', `"${tag}" is no tag.`);
  if (problems.length > 0) throw new ProblemError(problems);
}

/** @throws INVALID_CONFIGURATION when the file cannot be read */
export function certificatesOf({ tls }: TrinoProfile): string | undefined {
  if (tls?.ca === undefined || tls.ca.includes('-----BEGIN CERTIFICATE-----')) return tls?.ca;
  try {
    return readFileSync(tls.ca, 'utf8');
  } catch {
    const message = `engine.trino.tls.ca: ${tls.ca} cannot be read.`;
    throw new ProblemError([{ code: 'INVALID_CONFIGURATION', message, hint: 'Name a PEM file of certificates.' }]);
  }
}

/** What a header can carry, and nothing that begins another one. */
export const isHeaderText = (text: string): boolean => /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text);
