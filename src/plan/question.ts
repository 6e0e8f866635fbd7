import { METRIC_TIME } from '../model/model.js';
import type {
  Condition,
  MetricRequest,
  PathByDataset,
  RequestedDimension,
  RequestedGrain,
} from '../request/metric-request.js';

/** What every pass over a dataset is asked: a request without its metrics, order and pages. */
export interface Question {
  readonly dimensions: readonly QuestionDimension[];
  readonly where: readonly Condition[];
  readonly segments: readonly string[];
  readonly time: MetricRequest['time'];
  readonly zone: string;
  readonly history: MetricRequest['history'];
  /** Paths that the whole question uses, though this part of it groups by fewer: their inner links drop rows here too. */
  readonly touched?: readonly PathByDataset[] | undefined;
}

export interface QuestionDimension extends Omit<RequestedDimension, 'as'> {
  /** Column name in the plan. */
  readonly name: string;
  /** A unit of time within the periods, which windows are computed for. */
  readonly unit?: true | undefined;
  /** A unit of the rows' own time, whatever the period that looks at them: stages of a metric are made of it. */
  readonly stage?: true | undefined;
  /** All but the top values become a label. */
  readonly top?: Top | undefined;
}

/** The values that stay, as a relation of one column; the others are shown as the label. */
export interface Top {
  readonly node: import('./plan.js').PlanNode;
  readonly relation: string;
  readonly column: string;
  readonly label: string;
}

type Pathed = Pick<RequestedDimension, 'paths'>;

export const isMetricTime = ({ paths }: Pathed): boolean =>
  [...paths.values()].some((path) => path.text === METRIC_TIME);

/** Whether metric_time decides anything: then metrics with another time need a pass of their own. */
export const usesMetricTime = (question: Question): boolean =>
  question.time !== null || question.dimensions.some(isMetricTime) || question.where.some(speaksOfTime);

export const speaksOfTime = (condition: Condition): boolean =>
  condition.kind === 'test'
    ? isMetricTime(condition)
    : condition.kind === 'not'
      ? speaksOfTime(condition.of)
      : condition.kind === 'metric'
        ? false
        : condition.of.some(speaksOfTime);

export const speaksOfOthers = (condition: Condition): boolean =>
  condition.kind === 'test'
    ? !isMetricTime(condition)
    : condition.kind === 'not'
      ? speaksOfOthers(condition.of)
      : condition.kind === 'metric'
        ? true
        : condition.of.some(speaksOfOthers);

/** Conditions on metric_time alone say which periods are reported; the rest filter rows. */
export const reportsTime = (condition: Condition): boolean => speaksOfTime(condition) && !speaksOfOthers(condition);

export const grainName = (grain: RequestedGrain): string => (typeof grain === 'string' ? grain : grain.custom);
