import { DimensionPath, Grain, MetricName } from '../scalars.js';
import { TestInput } from './tests.js';
import { Field, InputType } from './type-graphql.js';

const optional = { nullable: true } as const;

@InputType('DatasetPath')
export class DatasetPathInput {
  @Field(() => String)
  dataset!: string;
  @Field(() => DimensionPath)
  path!: string;
}

@InputType('Condition', {
  description:
    'path (or paths) with is, metric with per and is, or one of any, all, not. It reaches every dataset asked.',
})
export class ConditionInput {
  @Field(() => DimensionPath, optional)
  path?: string | null;
  @Field(() => [DatasetPathInput], { nullable: true, description: 'Where the datasets asked need different paths.' })
  paths?: DatasetPathInput[] | null;
  @Field(() => Grain, { nullable: true, description: 'Cuts a time, in the time zone, before it is compared.' })
  grain?: string | null;
  @Field(() => MetricName, {
    nullable: true,
    description:
      'Keeps rows by the value that this metric has, over all data, for their value of per: orders of customers whose revenue is over 1000.',
  })
  metric?: string | null;
  @Field(() => DimensionPath, {
    nullable: true,
    description: 'With metric: a dimension that it has, and every dataset asked, by this path.',
  })
  per?: string | null;
  @Field(() => TestInput, optional)
  is?: TestInput | null;
  @Field(() => [ConditionInput], optional)
  any?: ConditionInput[] | null;
  @Field(() => [ConditionInput], optional)
  all?: ConditionInput[] | null;
  @Field(() => ConditionInput, optional)
  not?: ConditionInput | null;
}

@InputType('MetricCondition', {
  description:
    'metric with is, over its value in the group, or one of any, all, not. The metric need not be asked for.',
})
export class MetricConditionInput {
  @Field(() => MetricName, optional)
  metric?: string | null;
  @Field(() => TestInput, optional)
  is?: TestInput | null;
  @Field(() => [MetricConditionInput], optional)
  any?: MetricConditionInput[] | null;
  @Field(() => [MetricConditionInput], optional)
  all?: MetricConditionInput[] | null;
  @Field(() => MetricConditionInput, optional)
  not?: MetricConditionInput | null;
}
