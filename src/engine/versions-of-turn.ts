import type { Engine, TableVersion } from './engine.js';

/**
 * The versions of tables, each looked at once in a turn of the event loop: requests that are read in one turn had come
 * before it began, so that none of them was sent after the look. Not for who changes tables and asks in the same turn.
 */
export function versionsOfTurn(engine: Pick<Engine, 'versionsOf'>): Engine['versionsOf'] {
  const looked = new Map<string, TableVersion>();
  const look = (table: string): TableVersion => {
    if (looked.size === 0) setImmediate(() => looked.clear());
    const [version] = engine.versionsOf([table]) as [TableVersion];
    looked.set(table, version);
    return version;
  };
  return (tables) => tables.map((table) => looked.get(table) ?? look(table));
}
