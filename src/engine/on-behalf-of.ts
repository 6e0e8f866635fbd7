import type { Engine, RunOptions } from './engine.js';

/** The engine as one request sees it: whatever it runs carries the request's trace token, its user and its progress. */
export const onBehalfOf = (engine: Engine, caller: RunOptions): Engine => ({
  name: engine.name,
  run: (statement, signal, options) => engine.run(statement, signal, { ...caller, ...options }),
  stream: (statement, receive, signal, options) => engine.stream(statement, receive, signal, { ...caller, ...options }),
  versionsOf: (tables) => engine.versionsOf(tables),
  ...(engine.readiness && { readiness: () => engine.readiness?.() as ReturnType<NonNullable<Engine['readiness']>> }),
  close: () => engine.close(),
});
