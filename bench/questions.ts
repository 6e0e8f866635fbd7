import { readdirSync, readFileSync } from 'node:fs';

/** A question in GraphQL, and the SQL that somebody wrote for it by hand. */
export interface Question {
  readonly name: string;
  readonly graphql: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly sql: string;
}

/** The pairs of one folder; `changes` are made in the SQL, `variables` are those that say the same to GraphQL. */
export function questionsIn(
  folder: string,
  changed: Readonly<Record<string, { readonly sql: readonly [string, string]; readonly variables: object }>> = {},
): readonly Question[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => {
      const name = file.replace('.graphql', '');
      const change = changed[name];
      const sql = readFileSync(`${folder}/${name}.sql`, 'utf8');
      return {
        name,
        graphql: readFileSync(`${folder}/${file}`, 'utf8'),
        variables: { ...change?.variables },
        sql: change ? sql.replaceAll(...change.sql) : sql,
      };
    });
}
