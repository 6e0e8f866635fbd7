import type { NumberText } from '../number-text.js';
import { DateScalar, LocalDateTime, NumberScalar } from '../scalars.js';
import { Field, InputType } from './type-graphql.js';

/** Typed filters of views: all keys given must hold. */
const optional = { nullable: true } as const;
const withNulls = { nullable: 'itemsAndList', description: 'A null in the list keeps NULLs too.' } as const;

@InputType('TextFilter', {
  description: 'All keys given must hold. Texts are taken literally: % and _ are plain characters.',
})
export class TextFilter {
  @Field(() => String, optional)
  eq?: string;
  @Field(() => String, optional)
  ne?: string;
  @Field(() => [String], withNulls)
  in?: (string | null)[];
  @Field(() => [String], optional)
  notIn?: string[];
  @Field(() => String, optional)
  contains?: string;
  @Field(() => String, optional)
  startsWith?: string;
  @Field(() => String, optional)
  endsWith?: string;
  @Field(() => Boolean, { defaultValue: false, description: 'For contains, startsWith and endsWith.' })
  ignoreCase?: boolean;
  @Field(() => Boolean, optional)
  isNull?: boolean;
}

@InputType('NumberFilter', { description: 'All keys given must hold.' })
export class NumberFilter {
  @Field(() => NumberScalar, optional)
  eq?: NumberText;
  @Field(() => NumberScalar, optional)
  ne?: NumberText;
  @Field(() => [NumberScalar], withNulls)
  in?: (NumberText | null)[];
  @Field(() => [NumberScalar], optional)
  notIn?: NumberText[];
  @Field(() => NumberScalar, optional)
  gt?: NumberText;
  @Field(() => NumberScalar, optional)
  gte?: NumberText;
  @Field(() => NumberScalar, optional)
  lt?: NumberText;
  @Field(() => NumberScalar, optional)
  lte?: NumberText;
  @Field(() => Boolean, optional)
  isNull?: boolean;
}

@InputType('BooleanFilter', { description: 'All keys given must hold.' })
export class BooleanFilter {
  @Field(() => Boolean, optional)
  eq?: boolean;
  @Field(() => Boolean, optional)
  ne?: boolean;
  @Field(() => Boolean, optional)
  isNull?: boolean;
}

@InputType('DateFilter', { description: 'All keys given must hold.' })
export class DateFilter {
  @Field(() => DateScalar, optional)
  eq?: string;
  @Field(() => DateScalar, optional)
  ne?: string;
  @Field(() => [DateScalar], withNulls)
  in?: (string | null)[];
  @Field(() => [DateScalar], optional)
  notIn?: string[];
  @Field(() => DateScalar, optional)
  gt?: string;
  @Field(() => DateScalar, optional)
  gte?: string;
  @Field(() => DateScalar, optional)
  lt?: string;
  @Field(() => DateScalar, optional)
  lte?: string;
  @Field(() => Boolean, optional)
  isNull?: boolean;
}

@InputType('LocalDateTimeFilter', {
  description: 'All keys given must hold. Times are wall clocks of the request’s time zone.',
})
export class LocalDateTimeFilter {
  @Field(() => LocalDateTime, optional)
  eq?: string;
  @Field(() => LocalDateTime, optional)
  ne?: string;
  @Field(() => LocalDateTime, optional)
  gt?: string;
  @Field(() => LocalDateTime, optional)
  gte?: string;
  @Field(() => LocalDateTime, optional)
  lt?: string;
  @Field(() => LocalDateTime, optional)
  lte?: string;
  @Field(() => Boolean, optional)
  isNull?: boolean;
}
