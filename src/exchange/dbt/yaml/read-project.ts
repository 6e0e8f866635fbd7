import { readYaml } from '../../../definitions/read-yaml.js';
import { SourceFile } from '../../../definitions/source-file.js';
import { plain } from '../../../definitions/tree.js';
import { errorsIn, type Problem, ProblemError } from '../../../problems/problem.js';
import type { Origin, Report } from '../../report.js';
import type { DbtFile } from '../import-dbt.js';
import { type Manifest, shapedManifest } from '../manifest.js';
import { metricOf, metricsOfMeasures, savedQueryOf } from './metrics.js';
import { Relations } from './relations.js';
import { latestModel, legacyModel, semanticName } from './semantic-models.js';
import { isKeys, type Keys, keysIn, listIn, textIn } from './values.js';

/** The sources of a dbt project, as far as they are read: YAML, and the SQL of models, of which only a literal alias is read. */
export interface DbtProject {
  readonly path: string;
  readonly files: readonly DbtFile[];
  readonly sqlOf: (model: string) => string | undefined;
  /** The schema of the profile, which the project does not say. */
  readonly schema: string;
}

/** A thing of the manifest to be, and where it stands. */
interface Found {
  readonly made: Keys;
  readonly place: string;
}

/**
 * What dbt parse would make of both generations of YAML: semantic models and metrics of their own, and models whose columns say
 * what they are. Jinja is not run: `ref`, `source` and the objects of filters are understood, anything else is a loss.
 * @returns the manifest, and of each of its entries the place in a file
 */
export function readProject(
  project: DbtProject,
  report: Report,
): { readonly manifest: Manifest; readonly placeOf: (place: string) => string } {
  const documents = project.files.flatMap(documentsOf);
  const relations = new Relations(project.schema, project.sqlOf, report);
  for (const { keys } of documents) {
    for (const model of listIn(keys.models)) relations.addModel(model);
    for (const source of listIn(keys.sources)) relations.addSource(source);
  }
  const found = { semantic_models: [] as Found[], metrics: [] as Found[], saved_queries: [] as Found[] };
  const spines: Keys[] = [];
  for (const { keys, path } of documents) {
    each(keys.semantic_models, `${path} semantic_models`, report, (model, origin) => {
      const made = legacyModel(model, relations, origin);
      if (made) found.semantic_models.push({ made, place: origin.place });
      for (const metric of made ? metricsOfMeasures(model.measures) : [])
        found.metrics.push({ made: metric, place: `${origin.place}.measures` });
    });
    each(keys.models, `${path} models`, report, (model, origin) => {
      const name = semanticName(model);
      const spine = spineOf(model, relations, origin);
      if (spine) spines.push(spine);
      if (name === undefined) return;
      found.semantic_models.push({
        made: latestModel(model, name, relations.ofModel(textIn(model.name) ?? '', origin)),
        place: origin.place,
      });
      each(model.metrics, `${origin.place}.metrics`, report, (metric, at) => {
        tellDifferences(metric, at, report);
        found.metrics.push({ made: metricOf(metric, name), place: at.place });
      });
    });
    each(keys.metrics, `${path} metrics`, report, (metric, origin) =>
      found.metrics.push({ made: metricOf(metric), place: origin.place }),
    );
    each(keys.saved_queries, `${path} saved_queries`, report, (query, origin) =>
      found.saved_queries.push({ made: savedQueryOf(query), place: origin.place }),
    );
  }
  const made = (list: readonly Found[]): readonly Keys[] => list.map((entry) => entry.made);
  return {
    manifest: shapedManifest(
      {
        semantic_models: made(found.semantic_models),
        metrics: made(found.metrics),
        saved_queries: made(found.saved_queries),
        project_configuration: { time_spines: spines },
      },
      project.path,
    ),
    placeOf: (place) =>
      place.replace(
        /^(semantic_models|metrics|saved_queries)\[(\d+)\]/,
        (whole, list: keyof typeof found, index) => found[list][Number(index)]?.place ?? whole,
      ),
  };
}

/** Entries that are switched on, without words that only Jinja could make. */
function each(list: unknown, place: string, report: Report, use: (entry: Keys, origin: Origin) => void): void {
  for (const [index, entry] of listIn(list).entries()) {
    const origin = { what: `"${textIn(entry.name)}"`, place: `${place}[${index}]` };
    if (keysIn(entry.config).enabled !== false) use(withoutJinja(entry, origin, report), origin);
  }
}

/** Where dbt 1.12 makes something else of the newer YAML than its documentation says. */
function tellDifferences({ fill_nulls_with, percentile_type }: Keys, origin: Origin, report: Report): void {
  if (fill_nulls_with !== undefined && fill_nulls_with !== null)
    report.add('difference', origin, 'fill_nulls_with is taken at its word; dbt 1.12 forgets it here.');
  if (percentile_type === 'continuous')
    report.add('difference', origin, 'A continuous percentile is exact; dbt 1.12 makes an approximate one of it here.');
}

const JINJA = /\{[{%#]/;

/** Words for people that are made by `doc()` and such are left out; nothing else is. */
function withoutJinja(entry: Keys, origin: Origin, report: Report): Keys {
  const left = ['description', 'label'].filter((key) => JINJA.test(textIn(entry[key]) ?? ''));
  for (const key of left) report.loss(origin, `Its ${key} is made by Jinja, which is not run: ${textIn(entry[key])}`);
  const kept = Object.entries(entry).filter(([key]) => !left.includes(key));
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      NESTED.has(key) && Array.isArray(value)
        ? value.map((inner) => (isKeys(inner) ? withoutJinja(inner, origin, report) : inner))
        : value,
    ]),
  );
}

const NESTED = new Set(['columns', 'entities', 'dimensions', 'measures']);

function spineOf(model: Keys, relations: Relations, origin: Origin): Keys | undefined {
  const spine = keysIn(model.time_spine);
  const column = textIn(spine.standard_granularity_column);
  if (column === null) return undefined;
  const said = listIn(model.columns).find(({ name }) => name === column);
  return {
    node_relation: relations.ofModel(textIn(model.name) ?? '', origin),
    primary_column: { name: column, time_granularity: textIn(said?.granularity) ?? 'day' },
    custom_granularities: spine.custom_granularities,
  };
}

/** @throws ProblemError where it is no YAML, with all places */
function documentsOf({ path, text }: DbtFile): readonly { readonly keys: Keys; readonly path: string }[] {
  const problems: Problem[] = [];
  const trees = readYaml(new SourceFile(path, text), (problem) => problems.push(problem));
  if (errorsIn(problems).length > 0) throw new ProblemError(problems);
  return trees.map((tree) => ({ keys: keysIn(plain(tree)), path }));
}
