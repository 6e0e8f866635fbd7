import { z } from 'zod';
import type { Described } from './definitions.js';
import { type Tree, textsUnder, textUnder } from './tree.js';

const text = (title: string, description: string) => z.string().nullish().meta({ title, description });

/** The keys by which people find and understand a thing. */
export const describedKeys = {
  label: text('Label', 'What people read in place of the name.'),
  description: text('Description', 'One sentence that tells what it is.'),
  owner: text('Owner', 'The team that answers for it.'),
  tags: z.array(z.string()).nullish().meta({ title: 'Tags', description: 'Words to find it by.' }),
};

export const readDescribed = (tree: Tree): Described => ({
  label: textUnder(tree, 'label'),
  description: textUnder(tree, 'description'),
  owner: textUnder(tree, 'owner'),
  tags: textsUnder(tree, 'tags'),
});
