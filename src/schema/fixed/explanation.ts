import { Instant, NumberScalar } from '../scalars.js';
import { FilterPlace, JoinKind } from './enums.js';
import { Field, ObjectType } from './type-graphql.js';

@ObjectType('MetricExplained')
export class MetricExplainedType {
  @Field(() => String)
  name!: string;
  @Field(() => String)
  kind!: string;
  @Field(() => String, { nullable: true, description: 'Whose rows are aggregated; null for a metric over metrics.' })
  dataset!: string | null;
  @Field(() => String, { nullable: true, description: 'The dimension that metric_time means for it.' })
  time!: string | null;
  @Field(() => [String], { description: 'The metrics that it is made of.' })
  inputs!: readonly string[];
  @Field(() => [String], { description: 'Its own conditions.' })
  filters!: readonly string[];
}

@ObjectType('PathExplained')
export class PathExplainedType {
  @Field(() => String, { description: 'Where the path starts.' })
  dataset!: string;
  @Field(() => String, { description: 'The links from there on.' })
  path!: string;
  @Field(() => String, { description: 'The last of them.' })
  link!: string;
  @Field(() => String, { description: 'The dataset that it leads to.' })
  to!: string;
  @Field(() => JoinKind)
  join!: string;
  @Field(() => String, { description: 'Its name in the statement.' })
  relation!: string;
}

@ObjectType('FilterExplained')
export class FilterExplainedType {
  @Field(() => String)
  text!: string;
  @Field(() => FilterPlace)
  at!: string;
  @Field(() => String, { nullable: true, description: 'The metric that it narrows, where it is at METRIC.' })
  metric!: string | null;
}

@ObjectType('LeftOut', { description: 'Rows that meet nobody over the last link of a way, of those that got so far.' })
export class LeftOutType {
  @Field(() => String, { description: 'Whose rows are counted.' })
  dataset!: string;
  @Field(() => String, { description: 'The links from there on.' })
  link!: string;
  @Field(() => NumberScalar, { description: 'Rows of the dataset in the asked range.' })
  rows!: number;
  @Field(() => NumberScalar, { description: 'Rows whose key is null.' })
  nullKeys!: number;
  @Field(() => NumberScalar, { description: 'Rows with a key that no row of the linked dataset has.' })
  danglingKeys!: number;
}

@ObjectType('RollupRule', { description: 'A rule by which a rollup could not serve.' })
export class RollupRuleType {
  @Field(() => String, { description: 'Such as GROUP_NOT_KEPT; docs/rollups.md lists them.' })
  rule!: string;
  @Field(() => String)
  message!: string;
}

@ObjectType('RollupExplained', { description: 'What became of one rollup of the datasets that were asked.' })
export class RollupExplainedType {
  @Field(() => String, { description: 'plays.daily' })
  name!: string;
  @Field(() => Boolean)
  used!: boolean;
  @Field(() => String, {
    nullable: true,
    description: 'Up to when it served, by the clock of its zone; null where it served whole, or not at all.',
  })
  upTo!: string | null;
  @Field(() => Instant, { nullable: true, description: 'Null where it was never built.' })
  builtAt!: string | null;
  @Field(() => RollupRuleType, { nullable: true, description: 'The first rule by which it could not serve.' })
  failed!: RollupRuleType | null;
}

@ObjectType('Explanation', { description: 'What each part of the question did.' })
export class ExplanationType {
  @Field(() => [MetricExplainedType], { description: 'The metrics asked for, then those they are made of.' })
  metrics!: readonly MetricExplainedType[];
  @Field(() => [PathExplainedType], {
    description: 'The links that were followed. A table that gives no column is not read, and not here.',
  })
  paths!: readonly PathExplainedType[];
  @Field(() => [FilterExplainedType])
  filters!: readonly FilterExplainedType[];
  @Field(() => [RollupExplainedType], {
    description: 'The rollups of the datasets that were asked: which served, and why each other one did not.',
  })
  rollups!: readonly RollupExplainedType[];
}
