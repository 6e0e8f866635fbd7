import { DateScalar, DimensionPath, Grain, Instant, MetricName } from '../scalars.js';
import { ConditionInput, DatasetPathInput, MetricConditionInput } from './conditions.js';
import {
  DatePart,
  type DatePartValue,
  Direction,
  type DirectionValue,
  Fill,
  type FillValue,
  Nulls,
  type NullsValue,
} from './enums.js';
import { CompareInput, TimeRangeInput } from './time-range.js';
import { Field, InputType, Int } from './type-graphql.js';

const optional = { nullable: true } as const;

export const MAX_AGE =
  'Seconds: rows that were last known to be right longer ago are asked for anew, kept or not. 0 for none but those of now.';

@InputType('DimensionInput')
export class DimensionInput {
  @Field(() => String, { nullable: true, description: 'The column’s name in the answer; the path, if not said.' })
  as?: string | null;
  @Field(() => DimensionPath, { nullable: true, description: 'Walked from every dataset asked.' })
  path?: string | null;
  @Field(() => [DatasetPathInput], { nullable: true, description: 'Where the datasets asked need different paths.' })
  paths?: DatasetPathInput[] | null;
  @Field(() => Grain, optional)
  grain?: string | null;
  @Field(() => DatePart, optional)
  part?: DatePartValue | null;
  @Field(() => Boolean, { defaultValue: false, description: 'Show a period as the UTC instant at which it begins.' })
  instants!: boolean;
}

@InputType('Order')
export class OrderInput {
  @Field(() => String, { description: 'A column of the answer, or any metric.' })
  by!: string;
  @Field(() => Direction, { defaultValue: 'asc' })
  direction!: DirectionValue;
  @Field(() => Nulls, { defaultValue: 'last' })
  nulls!: NullsValue;
}

@InputType('Top', {
  description:
    'All but the first values of a dimension, ranked by a metric, become one. Ranked over the question without its other dimensions, largest first.',
})
export class TopInput {
  @Field(() => Int)
  count!: number;
  @Field(() => MetricName, { description: 'It need not be asked for.' })
  by!: string;
  @Field(() => String, { description: 'The name (as) of a dimension asked; not of metric_time.' })
  dimension!: string;
  @Field(() => String, { defaultValue: 'other', description: 'What the rest is shown as.' })
  other!: string;
}

@InputType('MetricQuery', { description: 'Metrics by name, grouped by dimensions.' })
export class MetricQuery {
  @Field(() => [MetricName], { defaultValue: [] })
  metrics!: string[];
  @Field(() => String, {
    nullable: true,
    description: 'Without metrics: the dataset whose distinct dimension values are asked.',
  })
  dataset?: string | null;
  @Field(() => [DimensionInput], { defaultValue: [] })
  dimensions!: DimensionInput[];
  @Field(() => [ConditionInput], { nullable: true, description: 'All must be true of a row.' })
  where?: ConditionInput[] | null;
  @Field(() => [String], { nullable: true, description: 'Named filters; each dataset asked must have each of them.' })
  segments?: string[] | null;
  @Field(() => [MetricConditionInput], { nullable: true, description: 'All must be true of a group.' })
  having?: MetricConditionInput[] | null;
  @Field(() => TimeRangeInput, optional)
  time?: TimeRangeInput | null;
  @Field(() => CompareInput, {
    nullable: true,
    description: 'The same metrics over another range beside each row, as columns previous_<metric>.',
  })
  compare?: CompareInput | null;
  @Field(() => String, {
    nullable: true,
    defaultValue: 'UTC',
    description: 'An IANA name. Days, periods and wall clocks are this zone’s.',
  })
  timeZone?: string | null;
  @Field(() => Instant, { nullable: true, description: 'The moment that stands for now.' })
  asOf?: string | null;
  @Field(() => DateScalar, {
    nullable: true,
    description: 'Links to histories reach the row that holds on this day, whatever the day of the metric.',
  })
  validAt?: string | null;
  @Field(() => Fill, { nullable: true, description: 'Each group has each period; needs metric_time with a grain.' })
  fill?: FillValue | null;
  @Field(() => TopInput, optional)
  top?: TopInput | null;
  @Field(() => [OrderInput], optional)
  orderBy?: OrderInput[] | null;
  @Field(() => Int, {
    nullable: true,
    description:
      'Without a limit all rows come, within the configured bound: passing it is an error, never a silent cut.',
  })
  limit?: number | null;
  @Field(() => Int, optional)
  offset?: number | null;
  @Field(() => String, { nullable: true, description: 'endCursor of an earlier page of the same question.' })
  after?: string | null;
  @Field(() => Int, { nullable: true, description: MAX_AGE })
  maxAge?: number | null;
}
