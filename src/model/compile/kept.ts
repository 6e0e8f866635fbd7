import type { CalendarDefinition, DatasetDefinition, MetricDefinition } from '../../definitions/definitions.js';
import type { Problem } from '../../problems/problem.js';
import type { Dataset, Metric, Spine } from '../model.js';
import { Problems } from '../problems.js';
import { compileCalendar } from './calendar.js';

/** All that a metric's compilation asks besides its own definition: what is not here, it cannot depend on. */
export interface World {
  readonly dataset: (name: string) => Dataset | undefined;
  readonly metric: (name: string) => Metric | Problem | undefined;
  readonly isMetric: (name: string) => boolean;
  readonly isCustomGrain: (name: string) => boolean;
  readonly warn: (warning: Problem) => void;
}

interface Step {
  readonly ask: keyof World;
  readonly about: unknown;
  readonly answer: unknown;
}

interface Made {
  readonly metric: Metric;
  readonly steps: readonly Step[];
}

/**
 * What one compilation leaves to the next: datasets that come out as before, and a metric as long as its definition is
 * the very same, and each question that it asked of the others, asked in the same order, has the very same answer.
 * What was refused is compiled anew.
 */
export class Kept {
  private readonly datasets = new WeakMap<
    DatasetDefinition,
    { readonly dataset: Dataset; readonly problems: readonly Problem[] }
  >();
  private readonly datasetsByName = new Outcomes<Dataset>();
  private readonly metricsByName = new Outcomes<Metric>();
  private metrics = new WeakMap<MetricDefinition, Made>();
  private readonly calendars = new WeakMap<CalendarDefinition, Spine>();
  private today = '';

  /** Former names of metrics have a last day. */
  asOf(today: string): void {
    if (today !== this.today) this.metrics = new WeakMap();
    this.today = today;
  }

  dataset(definition: DatasetDefinition, problems: Problems, compile: (problems: Problems) => Dataset): Dataset {
    if (definition.sql !== undefined) return this.datasetsByName.same(compile(problems)); // it reads the tables of others
    const before = this.datasets.get(definition);
    if (before !== undefined) {
      problems.addAll(before.problems);
      return before.dataset;
    }
    const own = new Problems();
    const dataset = this.datasetsByName.same(compile(own));
    this.datasets.set(definition, { dataset, problems: own.found });
    problems.addAll(own.found);
    return dataset;
  }

  /** The days of centuries. */
  calendar(definition: CalendarDefinition): Spine {
    const spine = this.calendars.get(definition) ?? compileCalendar(definition);
    this.calendars.set(definition, spine);
    return spine;
  }

  metric(definition: MetricDefinition, world: World, compile: (world: World) => Metric): Metric {
    const before = this.metrics.get(definition);
    if (before?.steps.every((step) => answerOf(world, step) === step.answer)) return before.metric;
    const steps: Step[] = [];
    const metric = this.metricsByName.same(compile(noting(world, steps)));
    this.metrics.set(definition, { metric, steps });
    return metric;
  }
}

/** What was made last under each name: what is made anew and says the same is the very same to those who stand on it. */
class Outcomes<T extends { readonly name: string }> {
  private readonly last = new Map<string, T>();

  same(made: T): T {
    const before = this.last.get(made.name);
    if (before !== undefined && textOf(before) === textOf(made)) return before;
    this.last.set(made.name, made);
    return made;
  }
}

const textOf = (made: unknown): string =>
  JSON.stringify(made, (_, value: unknown) => (value instanceof Map ? [...value] : value));

const answerOf = (world: World, { ask, about }: Omit<Step, 'answer'>): unknown =>
  (world[ask] as (about: unknown) => unknown)(about);

function noting(world: World, steps: Step[]): World {
  const noted =
    (ask: keyof World) =>
    (about: unknown): unknown => {
      const answer = answerOf(world, { ask, about });
      steps.push({ ask, about, answer });
      return answer;
    };
  return Object.fromEntries(Object.keys(world).map((ask) => [ask, noted(ask as keyof World)])) as unknown as World;
}
