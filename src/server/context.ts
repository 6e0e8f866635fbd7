import { ANYONE, answer, countRows, grandTotal, type Runtime, type Viewer } from '../answer.js';
import { type Statements, together } from '../batch/statements.js';
import type { RowsRead } from '../cache/encoded-answers.js';
import { DerivedStatements } from '../derive/derived-statements.js';
import type { OnProgress } from '../engine/engine.js';
import { onBehalfOf } from '../engine/on-behalf-of.js';
import type { Model } from '../model/model.js';
import type { Proven } from '../proofs/proven.js';
import type { MetricRequest } from '../request/metric-request.js';
import type { Clock } from '../request/read-request.js';
import type { Answer } from '../result/result.js';
import { createMetricLoader, type MetricLoader } from './loaders.js';

/** The three questions that a resolver can ask. */
export interface Questions {
  readonly ask: (request: MetricRequest) => Promise<Answer>;
  readonly count: (request: MetricRequest) => Promise<number>;
  readonly total: (request: MetricRequest) => Promise<Answer>;
}

/** What the resolvers of one GraphQL request share, taken once at its arrival. */
export interface RequestContext extends Questions {
  readonly model: Model;
  readonly clock: Clock;
  readonly requestId: string;
  readonly gathered: Gathered;
  readonly metrics: MetricLoader;
}

/** What an answer depends on beside the request and the definitions, gathered while it is made. */
export interface Gathered {
  readonly reads: RowsRead[];
  /** Those around now that it names. */
  readonly units: Set<string>;
  /** How many rows its answers have in all. */
  rows: number;
  /** Told when the very same is given again. */
  readonly onRepeated: (() => void)[];
  /** Whether it says the same as long as all of these do. */
  isRepeatable: boolean;
}

export interface Arrival {
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  readonly requestId: string;
  readonly viewer?: Viewer;
  /** What a user's own rows have proven: what is proven on all rows says nothing about masked ones. */
  readonly provenFor?: ((user: string) => Proven | undefined) | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly now?: Date;
}

/** What serves, as this request sees it: its engine asks in the name of who asks. */
export function runtimeOf({ runtime, requestId, viewer, provenFor, onProgress }: Omit<Arrival, 'signal'>): Runtime {
  const { user } = viewer ?? ANYONE;
  const engine = onBehalfOf(runtime.engine, { user: user ?? undefined, traceToken: requestId, onProgress });
  return { ...runtime, engine, proven: user === null ? runtime.proven : provenFor?.(user), onProgress };
}

export function createContext(arrival: Arrival): RequestContext {
  const { runtime, signal, requestId, viewer = ANYONE, now = new Date() } = arrival;
  const own = runtimeOf(arrival);
  const gathered = nothingGathered();
  const asking: Runtime = { ...own, statements: statementsFor(own), onRows: (read) => void gathered.reads.push(read) };
  const noted = async (request: MetricRequest, asks: typeof answer): Promise<Answer> => {
    const began = performance.now();
    const came = await asks(asking, request, viewer, signal);
    gathered.rows += came.rowCount;
    const again = own.onAnswered?.(request, came, performance.now() - began);
    if (again !== undefined) gathered.onRepeated.push(again);
    return came;
  };
  const questions: Questions = {
    ask: (request) => noted(request, answer),
    count: (request) => countRows(asking, request, viewer, signal),
    total: (request) => noted(request, grandTotal),
  };
  const clock: Clock = { now, onUnit: (unit) => void gathered.units.add(unit) };
  return contextOf(runtime.model, clock, questions, { requestId, gathered });
}

/** What one request asks in a turn is asked together, after what kept rows give. */
const statementsFor = ({ engine, kept }: Runtime): Statements =>
  kept === undefined ? together(engine) : new DerivedStatements(together(engine), kept);

const nothingGathered = (): Gathered => ({ reads: [], rows: 0, units: new Set(), onRepeated: [], isRepeatable: false });

/** A context over any three questions: the product's own, or a test's. */
export function contextOf(
  model: Model,
  clock: Clock,
  questions: Questions,
  { requestId = '', gathered = nothingGathered() }: Partial<Pick<RequestContext, 'requestId' | 'gathered'>> = {},
): RequestContext {
  return { model, clock, requestId, gathered, ...questions, metrics: createMetricLoader(model, clock, questions) };
}
