import { findBreakingChanges, findDangerousChanges } from 'graphql';
import type { Model, View } from '../../model/model.js';
import { namesOf, VIEW_TYPES } from '../../schema/names.js';
import type { ChangeClass } from '../change.js';
import { type About, type Comparison, change } from '../comparison.js';

/** What written queries meet, as graphql-js finds it: fields, arguments and enum values that are gone or of another type. */
export const compareSchemas: Comparison = (before, after) =>
  before.schema === null || after.schema === null
    ? []
    : [
        ...told(findBreakingChanges(before.schema, after.schema), 'breaking', before.model, 'before'),
        ...told(findDangerousChanges(before.schema, after.schema), 'additive', after.model, 'after'),
      ];

/** One change for each view, with all that is told of its types. */
function told(
  found: readonly { readonly description: string }[],
  of: ChangeClass,
  model: Model,
  side: 'before' | 'after',
): ReturnType<Comparison> {
  const types = new Map(
    [...model.views.values()].flatMap((view) =>
      [...VIEW_TYPES.map((suffix) => namesOf(view).type(suffix)), `Query.${namesOf(view).field}`].map(
        (type): [string, View] => [type, view],
      ),
    ),
  );
  const byView = new Map<View | null, string[]>();
  for (const { description } of found) {
    const words = description.match(/\w+(\.\w+)?/g) ?? [];
    const view = words.map((word) => types.get(word) ?? types.get(word.split('.')[0] ?? '')).find(Boolean) ?? null;
    byView.set(view, [...(byView.get(view) ?? []), description.replace(/\.$/, '')]);
  }
  return [...byView].map(([view, descriptions]) => change(about(view, side), of, `${descriptions.join('; ')}.`));
}

const about = (view: View | null, side: 'before' | 'after'): About => ({
  subject: 'graphql',
  name: view === null ? 'schema' : namesOf(view).field,
  at: view?.at ?? null,
  owner: view?.owner ?? null,
  side,
});
