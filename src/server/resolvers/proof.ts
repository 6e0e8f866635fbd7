import { Arg, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Proof } from '../../result/result.js';
import { ProofType } from '../../schema/fixed/answer-parts.js';
import { SqlDialect, type SqlDialectValue } from '../../schema/fixed/enums.js';
import { ExplanationType } from '../../schema/fixed/explanation.js';

@Resolver(() => ProofType)
export class ProofResolver {
  @FieldResolver(() => [String], {
    description: 'The statements of this answer, printed for an engine: without a dialect, for the one that ran them.',
  })
  sql(
    @Root() proof: Proof,
    @Arg('dialect', () => SqlDialect, { nullable: true }) dialect?: SqlDialectValue,
  ): readonly string[] {
    return proof.sql(dialect ?? undefined);
  }

  @FieldResolver(() => ExplanationType, { description: 'Which path each metric took, and which filters went where.' })
  explain(@Root() { explain, leftOut }: Proof): object {
    return { ...explain(), leftOut };
  }
}
