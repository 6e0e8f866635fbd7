import { randomUUID } from 'node:crypto';
import type { ApolloServer } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { Runtime } from '../answer.js';
import type { BoundedStore } from '../cache/bounded-store.js';
import { EncodedAnswers } from '../cache/encoded-answers.js';
import type { ResultCache } from '../cache/result-cache.js';
import type { KeptLeaves } from '../derive/kept-leaves.js';
import type { Engine, TableVersion } from '../engine/engine.js';
import { versionsOfTurn } from '../engine/versions-of-turn.js';
import type { Model } from '../model/model.js';
import type { Prover } from '../proofs/prove-in-background.js';
import type { FollowedStates } from '../rollups/follow-states.js';
import { rollupsFor } from '../rollups/rollups.js';
import type { Lifetime } from '../time/lifetime.js';
import type { Limits } from './configuration/configuration.js';
import type { RequestContext } from './context.js';
import { startApollo } from './graphql/apollo.js';
import type { Log } from './log.js';
import { schemaFor } from './resolvers/schema-for.js';
import { calendarsOf, spineUnits } from './spine-units.js';

/** All that one model serves with, built whole: a request takes it once, at its arrival. */
export interface Serving {
  readonly model: Model;
  readonly schema: GraphQLSchema;
  readonly runtime: Runtime;
  /** The same, with what the tables of spines say now. */
  readonly fresh: () => Promise<Runtime>;
  /** Versions of these tables. */
  readonly calendars: () => readonly TableVersion[];
  /** Absent where none are kept. */
  readonly answers: EncodedAnswers | undefined;
  readonly apollo: ApolloServer<RequestContext>;
  /** ISO instant. */
  readonly loadedAt: string;
  readonly stop: () => Promise<void>;
}

export interface ServingParts {
  readonly engine: Engine;
  readonly cache: ResultCache;
  /** Where whole answers are kept; absent where none are. */
  readonly store?: BoundedStore | undefined;
  /** Rows that answer other questions too; absent where none are kept. */
  readonly kept?: KeptLeaves | undefined;
  readonly lifetime?: Lifetime | undefined;
  readonly limits: Limits;
  readonly log: Log;
  /** What is built of rollups; absent where none are used. */
  readonly built?: FollowedStates | undefined;
  readonly onAnswered?: Runtime['onAnswered'];
  /** Absent where nothing is proven: answers that rely on it then warn. */
  readonly prover?: Prover | undefined;
}

export async function makeServing(
  compiled: Model,
  { engine, cache, store, kept, lifetime, built, onAnswered, limits, log, prover }: ServingParts,
): Promise<Serving> {
  const spines = spineUnits(compiled, engine);
  const model = await spines();
  const schema = schemaFor(model);
  const apollo = await startApollo(schema, limits, log);
  prover?.follow(model);
  const rollups = built && rollupsFor(model, built.sketches, built.states);
  const runtime: Runtime = {
    ...{ model, engine, cache, kept, lifetime, rollups, onAnswered },
    ...{ maxRows: limits.rows, proven: prover },
  };
  const calendars = calendarsOf(compiled);
  return {
    model,
    schema,
    runtime,
    fresh: async () => ({ ...runtime, model: await spines() }),
    calendars: () => engine.versionsOf(calendars),
    answers: store && new EncodedAnswers(randomUUID(), store, versionsOfTurn(engine)),
    apollo,
    loadedAt: new Date().toISOString(),
    stop: () => apollo.stop(),
  };
}
