import type { Origin, Report } from '../../report.js';
import { type Keys, keysIn, listIn, textIn } from './values.js';

export interface Relation {
  readonly schema_name: string;
  readonly alias: string;
}

const CALL = /^\s*(?:\{\{)?\s*(ref|source)\(\s*(['"])([\w.-]+)\2\s*(?:,\s*(['"])([\w.-]+)\4\s*)?\)\s*(?:\}\})?\s*$/;
const ALIAS = /\bconfig\s*\([^)]*?\balias\s*=\s*(['"])(\w+)\1/;
const SCHEMA = /\bconfig\s*\([^)]*?\bschema\s*=\s*(['"])(\w+)\1/;

/**
 * Where the tables of models and sources are, as far as YAML and the `config` of the models' files say it. The schema is the
 * profile's, so it is asked for.
 */
export class Relations {
  private readonly models = new Map<string, Keys>();
  private readonly sources = new Map<string, Relation>();

  constructor(
    private readonly schema: string,
    /** The text of a model's file; nothing where it was not found. */
    private readonly sqlOf: (model: string) => string | undefined,
    private readonly report: Report,
  ) {}

  addModel(model: Keys): void {
    const name = textIn(model.name);
    if (name !== null) this.models.set(name, model);
  }

  addSource(source: Keys): void {
    for (const table of listIn(source.tables))
      this.sources.set(`${textIn(source.name)}.${textIn(table.name)}`, {
        schema_name: textIn(source.schema) ?? textIn(source.name) ?? '',
        alias: textIn(table.identifier) ?? textIn(table.name) ?? '',
      });
  }

  /** `ref('orders')` and `source('shop', 'orders')`; no other Jinja is looked at. */
  called(text: string | null, origin: Origin): Relation | undefined {
    const [, kind, , first = '', , second] = CALL.exec(text ?? '') ?? [];
    if (kind === 'ref') return this.ofModel(second ?? first, origin);
    const source = kind === 'source' ? this.sources.get(`${first}.${second}`) : undefined;
    if (source !== undefined) return source;
    return this.report.loss(origin, `Its model is neither ref('a model') nor source('a source', 'a table'): ${text}`);
  }

  ofModel(model: string, origin: Origin): Relation {
    const sql = this.sqlOf(model) ?? '';
    const { alias, schema, config } = this.models.get(model) ?? {};
    const own = textIn(schema ?? keysIn(config).schema) ?? SCHEMA.exec(sql)?.[2];
    const called = textIn(alias ?? keysIn(config).alias) ?? ALIAS.exec(sql)?.[2];
    if (own !== undefined)
      this.report.add(
        'guess',
        origin,
        `Its schema is taken to be "${this.schema}_${own}", as dbt makes it unless a macro says otherwise.`,
      );
    return { schema_name: own === undefined ? this.schema : `${this.schema}_${own}`, alias: called ?? model };
  }
}
