import { type DataType, isTemporal } from '../expressions/data-type.js';
import { METRIC_TIME } from '../model/model.js';
import { checkGrain, readGrain, typeOfGrain } from './grains.js';
import { DATE_PARTS, type DatePart, type RequestedDimension, type RequestedGrain } from './metric-request.js';
import { readPaths, type Walks } from './paths.js';
import type { DimensionInput } from './query-input.js';
import type { Reading } from './reading.js';
import { commonType } from './values.js';

const MOST_NAME = 200;

/** Reads dimensions in order, each name once: the same meaning twice under one name is one column (R3). */
export function readDimensions(
  reading: Reading,
  inputs: readonly DimensionInput[],
  asked: readonly string[],
  at: string,
): readonly RequestedDimension[] {
  const found = new Map<string, RequestedDimension>();
  for (const [index, input] of inputs.entries()) {
    const here = input.at ?? `${at}[${index}]`;
    const dimension = readDimension(reading, input, here);
    if (dimension === undefined) continue;
    const same = found.get(dimension.as);
    if (asked.includes(dimension.as) || (same !== undefined && meaning(same) !== meaning(dimension)))
      reading.problems.add({
        code: 'DUPLICATE_COLUMN',
        message: `Two columns would be named "${dimension.as}"${same ? '' : ': a metric has that name'}.`,
        path: here,
        hint: 'Give one of them another name with as: "…".',
      });
    else if (same === undefined) found.set(dimension.as, dimension);
  }
  return [...found.values()];
}

function readDimension(reading: Reading, input: DimensionInput, at: string): RequestedDimension | undefined {
  const { problems } = reading;
  const walks = readPaths(reading, input, at);
  const grain = input.grain == null ? null : readGrain(reading, input.grain, `${at}.grain`);
  const part = readPart(reading, input.part, `${at}.part`);
  if (walks === undefined || grain === undefined || part === undefined) return undefined;
  if (grain !== null && part !== null)
    return problems.add({ code: 'INVALID_REQUEST', message: 'A dimension has a grain or a part, not both.', path: at });
  if (walks.isMetricTime && grain === null && part === null)
    return problems.add({
      code: 'GRAIN_REQUIRED',
      message: `${METRIC_TIME} needs a grain or a part.`,
      path: at,
      hint: 'Add grain: day, for one.',
    });
  const cut = grain ?? (part === null ? null : 'day');
  if (cut !== null && !checkGrain(reading, walks, cut, `${at}.${part === null ? 'grain' : 'part'}`)) return undefined;
  const instants = input.instants ?? false;
  if (instants && !canBeInstants(walks, grain))
    return problems.add({
      code: 'INVALID_REQUEST',
      message: 'instants shows when periods begin: it needs a calendar grain on a timestamp or date.',
      path: `${at}.instants`,
    });
  const type = instants ? 'timestamp' : typeOf(reading, walks, grain, part);
  if (type === undefined)
    return problems.add({
      code: 'INVALID_REQUEST',
      message: 'These paths lead to dates and to timestamps: without a grain they are not one dimension.',
      path: at,
      hint: 'Add grain: day.',
    });
  const as = input.as ?? nameOf(input, walks);
  if (as === '' || as.length > MOST_NAME)
    return problems.add({
      code: 'INVALID_REQUEST',
      message: `A column's name has 1 to ${MOST_NAME} characters.`,
      path: `${at}.as`,
    });
  return { as, paths: walks.paths, grain, part, instants, type };
}

/** Null for none; undefined after a problem was added. */
function readPart(reading: Reading, name: string | null | undefined, at: string): DatePart | null | undefined {
  if (name == null) return null;
  const part = DATE_PARTS.find((known) => known === name);
  return (
    part ??
    reading.problems.add({
      code: 'INVALID_REQUEST',
      message: `There is no part "${name}".`,
      path: at,
      hint: `Parts: ${DATE_PARTS.join(', ')}.`,
    })
  );
}

const canBeInstants = (walks: Walks, grain: RequestedGrain | null): boolean =>
  typeof grain === 'string' && walks.types.every(isTemporal);

function typeOf(
  reading: Reading,
  walks: Walks,
  grain: RequestedGrain | null,
  part: DatePart | null,
): DataType | undefined {
  if (part !== null) return 'integer';
  return grain === null ? commonType(walks.types) : typeOfGrain(reading.model, grain);
}

/** Without `as`, a column is named by its path; of several paths, by the first. */
const nameOf = (input: DimensionInput, walks: Walks): string =>
  input.path ?? input.paths?.[0]?.path ?? [...walks.paths.values()][0]?.text ?? '';

const meaning = (dimension: RequestedDimension): string =>
  JSON.stringify([
    [...dimension.paths].map(([dataset, path]) => [dataset, path.text]).sort(),
    dimension.grain,
    dimension.part,
    dimension.instants,
  ]);
