import type { Origin, Report } from '../../report.js';
import type { OssieContext, OssieExtension } from '../document.js';
import { isOurs } from '../extension.js';

/** What is said of a thing there, and has no place here. */
export function tellUnused(
  of: {
    readonly ai_context?: OssieContext;
    readonly label?: string | undefined;
    readonly custom_extensions?: readonly OssieExtension[] | undefined;
    readonly unique_keys?: readonly unknown[] | undefined;
  },
  origin: Origin,
  report: Report,
): void {
  if (of.ai_context !== undefined) report.loss(origin, 'Its ai_context has no place here.');
  if (of.label !== undefined)
    report.loss(origin, `Its label "${of.label}", which is a category there, has no place here.`);
  for (const extension of of.custom_extensions ?? [])
    if (!isOurs(extension)) report.loss(origin, `The extension of ${extension.vendor_name} is for others to read.`);
}
