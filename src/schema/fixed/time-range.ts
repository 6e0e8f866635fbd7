import { DateScalar, Grain, LocalDateTime } from '../scalars.js';
import { CompareTo, type CompareToValue } from './enums.js';
import { Field, InputType, Int } from './type-graphql.js';

const optional = { nullable: true } as const;

@InputType('DayRange', { description: 'Whole days, both included.' })
export class DayRangeInput {
  @Field(() => DateScalar)
  from!: string;
  @Field(() => DateScalar)
  through!: string;
}

@InputType('InstantRange', { description: 'Wall-clock times of the time zone; to is not included.' })
export class InstantRangeInput {
  @Field(() => LocalDateTime)
  from!: string;
  @Field(() => LocalDateTime)
  to!: string;
}

@InputType('Span')
export class SpanInput {
  @Field(() => Int)
  count!: number;
  @Field(() => Grain)
  grain!: string;
}

@InputType('TimeRange', { description: 'Which periods of the metrics’ own times are reported: one of these.' })
export class TimeRangeInput {
  @Field(() => DayRangeInput, optional)
  days?: DayRangeInput | null;
  @Field(() => InstantRangeInput, optional)
  between?: InstantRangeInput | null;
  @Field(() => SpanInput, { nullable: true, description: 'The whole units before the one that asOf (or now) is in.' })
  last?: SpanInput | null;
  @Field(() => Grain, { nullable: true, description: 'The whole unit that asOf (or now) is in.' })
  this?: string | null;
}

@InputType('Compare', { description: 'What to compare a range with: one of these.' })
export class CompareInput {
  @Field(() => CompareTo, optional)
  to?: CompareToValue | null;
  @Field(() => TimeRangeInput, optional)
  range?: TimeRangeInput | null;
}
