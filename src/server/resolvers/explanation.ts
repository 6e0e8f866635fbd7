import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { Proof } from '../../result/result.js';
import { ExplanationType, LeftOutType } from '../../schema/fixed/explanation.js';
import { guarded } from '../graphql-errors.js';

@Resolver(() => ExplanationType)
export class ExplanationResolver {
  @FieldResolver(() => [LeftOutType], {
    description: 'Asks the engine which rows stop on each path: a statement for each, run only where this is selected.',
  })
  leftOut(@Root() { leftOut }: Pick<Proof, 'leftOut'>): Promise<readonly LeftOutType[]> {
    return guarded(async () => (await leftOut()).map(({ way, ...counts }) => ({ ...counts, link: way })));
  }
}
