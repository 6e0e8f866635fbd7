import { Instant, JsonScalar } from '../scalars.js';
import { ColumnRole } from './enums.js';
import { Field, ObjectType } from './type-graphql.js';

@ObjectType('Column', { description: 'One column of the answer, whole: for charts and tables that read by column.' })
export class ColumnType {
  @Field(() => String)
  name!: string;
  @Field(() => ColumnRole)
  role!: keyof typeof ColumnRole;
  @Field(() => String, { description: 'integer, bigint, double, decimal(p,s), text, boolean, date or timestamp.' })
  type!: string;
  @Field(() => String, { nullable: true })
  unit!: string | null;
  @Field(() => String, { nullable: true })
  format!: string | null;
  @Field(() => JsonScalar, { description: 'Values in the order of rows.' })
  values!: readonly unknown[];
}

@ObjectType('Freshness', { description: 'The version of a table’s data that the answer was read from.' })
export class FreshnessType {
  @Field(() => String)
  table!: string;
  @Field(() => String, { description: 'Changes when the data does.' })
  version!: string;
  @Field(() => Instant, { nullable: true })
  modifiedAt!: string | null;
}

@ObjectType('Proof', { description: 'How the numbers came about: enough to check them by hand.' })
export class ProofType {
  @Field(() => JsonScalar, { description: 'The logical plan.' })
  plan!: unknown;
  @Field(() => String, {
    description:
      'Names the question with every definition its numbers depend on: equal questions have equal fingerprints.',
  })
  fingerprint!: string;
  @Field(() => [String])
  tables!: readonly string[];
  @Field(() => [FreshnessType])
  freshness!: readonly FreshnessType[];
  @Field(() => Instant, { description: 'When the engine gave these rows.' })
  answeredAt!: string;
}

@ObjectType('Warning')
export class WarningType {
  @Field(() => String)
  code!: string;
  @Field(() => String)
  message!: string;
}
