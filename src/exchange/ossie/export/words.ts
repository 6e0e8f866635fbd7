import type { Described } from '../../../model/model.js';
import type { OssieContext } from '../document.js';

/** What people read of a thing: a label of its own is another name for it. */
export function words(
  name: string,
  { label, description }: Pick<Described, 'label' | 'description'>,
  more: { readonly unit?: string | null } = {},
): { readonly description?: string; readonly ai_context?: OssieContext } {
  const isOwn = label.toLowerCase().replaceAll(' ', '_') !== name.toLowerCase();
  const context = {
    ...(more.unit && { instructions: `In ${more.unit}.` }),
    ...(isOwn && { synonyms: [label] }),
  };
  return {
    ...(description && { description }),
    ...(Object.keys(context).length > 0 && { ai_context: context }),
  };
}
