import type { GraphQLSchema } from 'graphql';
import type { Model } from '../../model/model.js';
import { buildGraphqlSchema } from '../../schema/build-schema.js';
import { buildFixedSchema } from '../../schema/fixed/fixed-schema.js';
import { CatalogueResolver } from './catalogue.js';
import { ExplanationResolver } from './explanation.js';
import { MembersResolver } from './members.js';
import { MetricResolver } from './metric.js';
import { ProofResolver } from './proof.js';
import { resolveQuery } from './query.js';
import { resolveView } from './view.js';

let fixed: GraphQLSchema | undefined;

/** The part that no model changes, built at first use. */
export const fixedSchema = (): GraphQLSchema =>
  (fixed ??= buildFixedSchema([
    CatalogueResolver,
    ExplanationResolver,
    MembersResolver,
    MetricResolver,
    ProofResolver,
  ]));

/** The schema of a model with all its resolvers; they expect a `RequestContext`. */
export const schemaFor = (model: Model): GraphQLSchema =>
  buildGraphqlSchema(model, fixedSchema(), { query: resolveQuery, view: resolveView });
