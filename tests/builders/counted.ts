import type { Engine } from '../../src/engine/engine.js';

/** The same engine, and how many statements it has run so far. */
export function countRuns(engine: Engine): { readonly engine: Engine; readonly runs: () => number } {
  let count = 0;
  return {
    engine: {
      name: engine.name,
      versionsOf: (tables) => engine.versionsOf(tables),
      run: (...args) => {
        count += 1;
        return engine.run(...args);
      },
      stream: (...args) => {
        count += 1;
        return engine.stream(...args);
      },
      close: () => engine.close(),
    },
    runs: () => count,
  };
}
