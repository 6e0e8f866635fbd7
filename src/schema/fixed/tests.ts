import type { NumberText } from '../number-text.js';
import { Value } from '../scalars.js';
import { Field, InputType } from './type-graphql.js';

type ValueInput = string | boolean | NumberText;
const optional = { nullable: true } as const;

@InputType('TextTest', { description: 'The text is taken literally: % and _ are plain characters.' })
export class TextTestInput {
  @Field(() => String)
  text!: string;
  @Field(() => Boolean, { defaultValue: false })
  ignoreCase!: boolean;
}

@InputType('Between', { description: 'Both ends are included.' })
export class BetweenInput {
  @Field(() => Value)
  from!: ValueInput;
  @Field(() => Value)
  through!: ValueInput;
}

/** Becomes @oneOf in `fixed-schema.ts`, since type-graphql cannot say it. */
@InputType('Test', {
  description:
    'What must hold: one of these. A comparison with NULL is not true, as in SQL; neither is ne, notIn or not of it.',
})
export class TestInput {
  @Field(() => Value, optional)
  eq?: ValueInput | null;
  @Field(() => Value, optional)
  ne?: ValueInput | null;
  @Field(() => Value, optional)
  lt?: ValueInput | null;
  @Field(() => Value, optional)
  lte?: ValueInput | null;
  @Field(() => Value, optional)
  gt?: ValueInput | null;
  @Field(() => Value, optional)
  gte?: ValueInput | null;
  @Field(() => [Value], { nullable: 'itemsAndList', description: 'A null in the list keeps NULLs too.' })
  in?: (ValueInput | null)[] | null;
  @Field(() => [Value], optional)
  notIn?: ValueInput[] | null;
  @Field(() => BetweenInput, optional)
  between?: BetweenInput | null;
  @Field(() => TextTestInput, optional)
  contains?: TextTestInput | null;
  @Field(() => TextTestInput, optional)
  startsWith?: TextTestInput | null;
  @Field(() => TextTestInput, optional)
  endsWith?: TextTestInput | null;
  @Field(() => Boolean, optional)
  isNull?: boolean | null;
}
