import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import type { DefinitionText } from '../../definitions/read-definitions.js';
import { printProblems, problemJson } from '../../problems/print.js';
import { errorsIn, type Problem } from '../../problems/problem.js';
import { type CompiledProject, compileFound } from '../../server/compile.js';
import type { Configuration } from '../../server/configuration/configuration.js';
import { readConfiguration } from '../../server/configuration/read-configuration.js';
import { commandLineOf } from '../command.js';
import { EXIT } from '../exit.js';
import { patchText } from '../output/patch.js';
import { readOwnFiles } from '../own-files.js';
import type { Surroundings } from '../surroundings.js';

/** Flags of every new thing. */
export interface CommonFlags {
  readonly description?: string | undefined;
  readonly owner?: string | undefined;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** A project that something is added to. */
export interface Project {
  readonly configuration: Configuration;
  readonly files: readonly DefinitionText[];
  readonly compiled: CompiledProject;
  readonly compile: (files: readonly DefinitionText[]) => CompiledProject;
}

export function openForNew(flags: object, { environment, folder }: Surroundings): Project {
  const configuration = readConfiguration(commandLineOf({ ...flags }), environment, folder);
  const found = readOwnFiles(configuration);
  const compile = (files: readonly DefinitionText[]): CompiledProject =>
    compileFound({ ...found, files }, configuration);
  return { configuration, files: found.files, compiled: compile(found.files), compile };
}

interface Change {
  readonly path: string;
  /** Null where there is no such file. */
  readonly before: string | null;
  readonly after: string;
}

/** Writes what compiles, and tells what a check then says. */
export function writeNew(
  { configuration, files, compiled, compile }: Project,
  { path, before, after }: Change,
  what: string,
  { dryRun, json }: CommonFlags,
  { out, err, ink }: Surroundings,
): number {
  const changed = compile([...files.filter((file) => file.path !== path), { path, text: after }].sort(byPath));
  const known = new Set(errorsIn(compiled.problems).map(said));
  const added = errorsIn(changed.problems).filter((problem) => !known.has(said(problem)));
  const patch = createTwoFilesPatch(before === null ? '/dev/null' : path, path, before ?? '', after);
  const tellJson = (problems: readonly Problem[], written: boolean): void =>
    out(`${JSON.stringify({ file: path, written, patch, problems: problems.map(problemJson) }, null, 2)}\n`);
  if (added.length > 0) {
    if (json) tellJson(added, false);
    else err(`Nothing is written: it would not compile.\n\n${printProblems(added, changed.textOf, ink.err)}\n`);
    return EXIT.problems;
  }
  if (!dryRun) {
    const file = join(configuration.project, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, after, { flag: before === null ? 'wx' : 'w' });
  }
  const { problems, textOf } = changed;
  if (json) tellJson(problems, !dryRun);
  else if (dryRun) out(patchText(patch, ink.out));
  else
    out(
      `${what} is in ${path} now.\n${problems.length > 0 ? `\n${printProblems(problems, textOf, ink.out)}` : `${ink.out.good('No problems')}.`}\n`,
    );
  return EXIT.ok;
}

const byPath = (a: DefinitionText, b: DefinitionText): number => (a.path < b.path ? -1 : 1);
const said = ({ code, message }: Problem): string => `${code} ${message}`;
