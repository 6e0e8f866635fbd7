import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import type { Model } from '../../model/model.js';
import { findPath, isProblem } from '../../model/path.js';
import { didYouMean, listNames } from '../../problems/did-you-mean.js';
import { refuse } from '../../problems/problem.js';
import { readRequest } from '../../request/read-request.js';
import { DimensionPath, Value } from '../../schema/scalars.js';
import type { RequestContext } from '../context.js';
import { guarded } from '../graphql-errors.js';
import { pageSize } from './catalogue.js';

const optional = { nullable: true } as const;

@Resolver()
export class MembersResolver {
  @Query(() => [Value], {
    nullable: 'items',
    description:
      'Values of a dimension, in order. With a dataset: those that its rows have; without: those of the dataset where the path ends.',
  })
  members(
    @Ctx() context: RequestContext,
    @Arg('dimension', () => DimensionPath) dimension: string,
    @Arg('dataset', () => String, optional) dataset: string | null | undefined,
    @Arg('search', () => String, { nullable: true, description: 'Keeps texts that contain this, whatever the case.' })
    search: string | null | undefined,
    @Arg('first', () => Int, { defaultValue: 50 }) first: number,
  ): Promise<readonly unknown[]> {
    return guarded(async () => {
      const source = dataset == null ? endOf(context.model, dimension) : { dataset, path: dimension };
      const request = readRequest(
        context.model,
        {
          dataset: source.dataset,
          dimensions: [{ as: 'member', path: source.path, at: 'dimension' }],
          where: search
            ? [{ path: source.path, is: { contains: { text: search, ignoreCase: true } }, at: 'search' }]
            : null,
          orderBy: [{ by: 'member' }],
          limit: pageSize(first),
        },
        context.clock,
        '',
      );
      const answer = await context.ask(request);
      return answer.columns.find(({ name }) => name === 'member')?.values ?? [];
    });
  }
}

interface PathFrom {
  readonly dataset: string;
  readonly path: string;
}

/** The dataset and dimension at the end of a path, wherever it starts; refused where it ends in different ones. */
function endOf(model: Model, text: string): PathFrom {
  const ends = new Map<string, PathFrom>();
  const path = text.split('.').at(-1) ?? text;
  for (const start of model.datasets.keys()) {
    const found = findPath(model, start, text);
    if (isProblem(found) || found.dimension === null) continue;
    const dataset = found.links.at(-1)?.to ?? start;
    ends.set(dataset, { dataset, path });
  }
  const [end, ...others] = ends.values();
  if (end === undefined)
    return refuse({
      code: 'UNKNOWN_DIMENSION',
      message: `No dataset has a dimension by the path "${text.slice(0, 200)}".`,
      path: 'dimension',
      hint: didYouMean(path, dimensionNames(model)) ?? 'dimensions(metrics: […]) lists paths.',
    });
  if (others.length > 0)
    return refuse({
      code: 'AMBIGUOUS_DIMENSION',
      message: `"${text}" is a dimension of ${listNames(ends.keys())}.`,
      path: 'dimension',
      hint: 'Say which with dataset: "…".',
    });
  return end;
}

function* dimensionNames(model: Model): Generator<string> {
  for (const dataset of model.datasets.values()) yield* dataset.dimensions.keys();
}
