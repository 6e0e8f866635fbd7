import type { z } from 'zod';

interface Inside {
  readonly type: string;
  readonly shape?: Record<string, z.core.$ZodType>;
  readonly innerType?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
}

const inside = (schema: z.core.$ZodType): Inside => schema._zod.def as unknown as Inside;

/** The keys that a map may have at a place within a shape; empty where any key is one. */
export function knownKeys(schema: z.core.$ZodType, path: readonly PropertyKey[] = []): string[] {
  const { shape, innerType, valueType, element, options } = inside(schema);
  if (innerType) return knownKeys(innerType, path);
  if (options) return options.flatMap((option) => knownKeys(option, path));
  const [step, ...rest] = path;
  if (step === undefined) return Object.keys(shape ?? {});
  const next = shape?.[String(step)] ?? valueType ?? element;
  return next ? knownKeys(next, rest) : [];
}
