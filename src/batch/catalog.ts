import { type ColumnRef, column, type Scalar } from '../expressions/scalar.js';
import type { Named } from '../plan/plan.js';

/** Columns of a relation under construction: equal expressions are one column. */
export class Catalog<T extends Scalar = Scalar> {
  private readonly known = new Map<string, Named<T>>();

  constructor(
    private readonly prefix: string,
    private readonly relation: string,
  ) {}

  get named(): readonly Named<T>[] {
    return [...this.known.values()];
  }

  add(value: T): ColumnRef {
    const key = JSON.stringify(value);
    const found = this.known.get(key) ?? { name: `${this.prefix}_${this.known.size + 1}`, value };
    this.known.set(key, found);
    return column(this.relation, found.name, value.type);
  }
}
