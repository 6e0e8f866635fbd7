import type { Engine, Statement } from '../src/engine/engine.js';

/** An engine that remembers the last statement it was given. */
export function recording(engine: Engine): Engine & { readonly last: () => Statement | null } {
  let last: Statement | null = null;
  return {
    name: engine.name,
    run: (statement, signal, options) => {
      last = statement;
      return engine.run(statement, signal, options);
    },
    stream: (statement, receive, signal, options) => {
      last = statement;
      return engine.stream(statement, receive, signal, options);
    },
    versionsOf: (tables) => engine.versionsOf(tables),
    close: () => engine.close(),
    last: () => last,
  };
}
