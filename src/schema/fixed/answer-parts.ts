import { Instant, JsonScalar, NumberScalar } from '../scalars.js';
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
  @Field(() => Boolean, { description: 'Whether its values are estimates; a warning says how good they are.' })
  approximate!: boolean;
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

@ObjectType('Splits', { description: 'The parts that the engine cuts the work into.' })
export class SplitsType {
  @Field(() => NumberScalar)
  done!: number;
  @Field(() => NumberScalar)
  of!: number;
}

@ObjectType('RunTime', { description: 'In milliseconds; of all workers together where it is CPU time.' })
export class RunTimeType {
  @Field(() => NumberScalar)
  elapsed!: number;
  @Field(() => NumberScalar)
  queued!: number;
  @Field(() => NumberScalar)
  cpu!: number;
}

@ObjectType('Run', { description: 'What the engine says that a query took.' })
export class RunType {
  @Field(() => String)
  queryId!: string;
  @Field(() => String, { description: 'The engine’s own word: FINISHED.' })
  state!: string;
  @Field(() => SplitsType)
  splits!: SplitsType;
  @Field(() => NumberScalar)
  rowsRead!: number;
  @Field(() => NumberScalar, { description: 'From the storage.' })
  bytesRead!: number;
  @Field(() => NumberScalar)
  peakMemoryBytes!: number;
  @Field(() => RunTimeType)
  milliseconds!: RunTimeType;
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
  @Field(() => [String], {
    nullable: true,
    description:
      'The kept rows of earlier questions that these were reckoned from; null where the engine gave them as they are.',
  })
  derivedFrom!: readonly string[] | null;
  @Field(() => String, {
    nullable: true,
    description: 'Under which the engine knows the query that gave these rows; null where it has no ids (DuckDB).',
  })
  queryId!: string | null;
  @Field(() => RunType, {
    nullable: true,
    description:
      'What the engine took for this answer; null where nothing ran, since the rows were kept, and where the engine does not say (DuckDB). Requests that asked at once share one run.',
  })
  run!: RunType | null;
}

@ObjectType('Warning')
export class WarningType {
  @Field(() => String)
  code!: string;
  @Field(() => String)
  message!: string;
}
