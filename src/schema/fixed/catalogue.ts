import type { Metric } from '../../model/model.js';
import { DateScalar, DimensionPath, LocalDateTime, MetricName, NumberScalar, Value } from '../scalars.js';
import { LifecycleState, type LifecycleStateValue } from './enums.js';
import { Field, Float, Int, ObjectType } from './type-graphql.js';

/** What the questions of one handle have in common. */
export interface HandleSetting {
  readonly timeZone?: string | null | undefined;
  readonly asOf?: string | null | undefined;
  readonly maxAge?: number | null | undefined;
}

@ObjectType('Deprecation')
export class DeprecationType {
  @Field(() => DateScalar, { nullable: true, description: 'The last day on which it can be relied on.' })
  until!: string | null;
  @Field(() => String, { nullable: true, description: 'What to use in its place.' })
  use!: string | null;
  @Field(() => String, { nullable: true })
  because!: string | null;
}

/** A handle on one metric: its values are asked for by its fields, and batched. */
@ObjectType('Metric')
export class MetricHandle {
  constructor(
    readonly metric: Metric,
    readonly setting: HandleSetting = {},
    /** The name that it was asked by, which may be a former one. */
    readonly asked: string = metric.name,
  ) {}

  @Field(() => MetricName)
  get name(): string {
    return this.metric.name;
  }
  @Field(() => String)
  get label(): string {
    return this.metric.label;
  }
  @Field(() => String, { nullable: true })
  get description(): string | null {
    return this.metric.description;
  }
  @Field(() => String, { nullable: true })
  get owner(): string | null {
    return this.metric.owner;
  }
  @Field(() => [String])
  get tags(): readonly string[] {
    return this.metric.tags;
  }
  @Field(() => LifecycleState, { nullable: true, description: 'null where nobody said.' })
  get state(): LifecycleStateValue | null {
    return this.metric.state;
  }
  @Field(() => DeprecationType, { nullable: true })
  get deprecation(): DeprecationType | null {
    return this.metric.deprecated;
  }
  @Field(() => Int, { nullable: true, description: 'How much depends on it: 1 most, 3 least.' })
  get tier(): number | null {
    return this.metric.tier;
  }
  @Field(() => String, { nullable: true, description: 'The part of the business that it belongs to.' })
  get domain(): string | null {
    return this.metric.domain;
  }
  @Field(() => [MetricName], { description: 'Former names; past their day they are refused.' })
  get aliases(): readonly string[] {
    return [...this.metric.aliases.keys()];
  }
  @Field(() => String, { description: 'integer, bigint, double, decimal(p,s), text, boolean, date or timestamp.' })
  get type(): string {
    return this.metric.type;
  }
  @Field(() => String, { nullable: true })
  get unit(): string | null {
    return this.metric.unit;
  }
  @Field(() => String, { nullable: true })
  get format(): string | null {
    return this.metric.format;
  }
}

@ObjectType('MetricConnection')
export class MetricConnection {
  @Field(() => [MetricHandle])
  nodes!: readonly MetricHandle[];
  @Field(() => String, { nullable: true })
  endCursor!: string | null;
  @Field(() => Int)
  totalCount!: number;
}

@ObjectType('Dimension')
export class DimensionType {
  @Field(() => DimensionPath)
  path!: string;
  @Field(() => String)
  label!: string;
  @Field(() => String)
  type!: string;
  @Field(() => String, { nullable: true })
  description!: string | null;
}

@ObjectType('Change')
export class ChangeType {
  @Field(() => NumberScalar, { nullable: true })
  value!: number | string | null;
  @Field(() => NumberScalar, { nullable: true })
  before!: number | string | null;
  @Field(() => NumberScalar, { nullable: true, description: 'value - before, exact for BIGINT and DECIMAL.' })
  difference!: number | string | null;
  @Field(() => Float, { nullable: true, description: 'difference / before; null where before is 0 or null.' })
  ratio!: number | null;
}

@ObjectType('Point')
export class PointType {
  @Field(() => LocalDateTime, { nullable: true, description: 'The period’s start; null for rows without a time.' })
  at!: string | null;
  @Field(() => NumberScalar, { nullable: true })
  value!: number | string | null;
}

@ObjectType('Slice')
export class SliceType {
  @Field(() => Value, { nullable: true })
  member!: number | string | boolean | null;
  @Field(() => NumberScalar, { nullable: true })
  value!: number | string | null;
  @Field(() => Float, {
    nullable: true,
    description:
      'value over the metric’s value without the dimension; shares of distinct counts, averages and ratios do not add up to 1.',
  })
  share!: number | null;
}
