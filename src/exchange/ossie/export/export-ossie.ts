import type { Model } from '../../../model/model.js';
import { refuse } from '../../../problems/problem.js';
import type { DefinitionFile } from '../../print-files.js';
import { type Line, Report } from '../../report.js';
import type { OssieModel } from '../document.js';
import { carry } from '../extension.js';
import { printDocument } from '../print-document.js';
import { type ExportOptions, exportDataset } from './datasets.js';
import { exportMetric } from './metrics.js';
import type { Shown, ShownModel } from './naming.js';
import { tellOthers } from './others.js';
import { exportLink, tellSeveralWays, withUniqueKeys } from './relationships.js';

export interface OssieExport {
  readonly text: string;
  readonly report: readonly Line[];
}

/**
 * A model in the words of Ossie, the plain part, and its definitions whole in an extension, which only we read. What the
 * plain part cannot say, or would say otherwise, is left out of it and told.
 * @param files the definitions that the model was made of, by their paths below the folder of definitions
 */
export function exportOssie(model: Model, files: readonly DefinitionFile[], options: ExportOptions): OssieExport {
  const report = new Report();
  const plain = plainPart(model, options, report);
  const whole: OssieModel = { ...plain, custom_extensions: [carry(plain, files, options.version)] };
  return { text: printDocument(whole, options.version), report: report.lines };
}

function plainPart(model: Model, options: ExportOptions, report: Report): OssieModel {
  const made = new Map(
    [...model.datasets.values()].flatMap((dataset) => {
      const exported = exportDataset(dataset, options, report);
      return exported ? [[dataset.name, { dataset, ...exported }] as const] : [];
    }),
  );
  const [first, ...others] = made.values();
  if (first === undefined)
    return refuse({ code: 'INVALID_DEFINITION', message: 'There is no dataset over a table, and Ossie asks for one.' });
  const reaches = new Map([...made.keys()].map((name) => [name, [] as Shown['reaches'][number][]]));
  const relationships = [...made.values()].flatMap(({ dataset }) =>
    [...dataset.links.values()].flatMap((link) => {
      const relationship = exportLink(dataset, link, made, report);
      if (relationship === undefined) return [];
      reaches.get(dataset.name)?.push({ link: link.name, to: link.to });
      return [relationship];
    }),
  );
  const shown: ShownModel = new Map(
    [...made].map(([name, { dataset, fields }]) => [name, { dataset, fields, reaches: reaches.get(name) ?? [] }]),
  );
  tellSeveralWays(shown, report);
  const metrics = [...model.metrics.values()].flatMap(
    (metric) => exportMetric(metric, { model, shown, options, report }) ?? [],
  );
  tellOthers(model, report);
  return {
    name: options.name,
    datasets: [first, ...others].map((each) => withUniqueKeys(each.made, relationships)),
    ...(relationships.length > 0 && { relationships }),
    ...(metrics.length > 0 && { metrics }),
  };
}
