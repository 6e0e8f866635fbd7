import { relative } from 'node:path';
import type { Definitions } from '../definitions/definitions.js';
import { type FoundFiles, findDefinitionFiles } from '../definitions/files.js';
import { keepingReader, readDefinitions } from '../definitions/read-definitions.js';
import type { EngineSettings } from '../engine/open-engine.js';
import { Kept } from '../model/compile/kept.js';
import type { CompileOptions } from '../model/compile/select-dataset.js';
import { compileModel } from '../model/compile-model.js';
import type { Model } from '../model/model.js';
import type { TextOf } from '../problems/print.js';
import type { Problem } from '../problems/problem.js';
import { checkGraphqlNames } from '../schema/names.js';
import { dialects } from '../sql/dialects/dialects.js';
import { dbtDefinitions } from './dbt-definitions.js';
import { beyondEngine } from './engine-abilities.js';

export interface CompiledProject {
  readonly model: Model;
  /** What the files say, with the places of its words. */
  readonly definitions: Definitions;
  /** Of all files; with any error, the model is not served. */
  readonly problems: readonly Problem[];
  /** The text that each file had, to show a problem's line. */
  readonly textOf: TextOf;
}

export interface ProjectOptions extends CompileOptions {
  /** The engine is known where it is to run. */
  readonly engine?: Pick<EngineSettings, 'kind'> | undefined;
  /** What dbt has written, in place of the folder of definitions. */
  readonly dbt?: string | undefined;
}

/**
 * @param metrics the folder of the definitions; paths in problems are relative to `project`
 */
export function compileProject(project: string, metrics: string, options: ProjectOptions = {}): CompiledProject {
  return compileFound(definitionsOf(project, metrics, options), options);
}

const definitionsOf = (project: string, metrics: string, { dbt }: ProjectOptions): FoundFiles =>
  dbt === undefined ? readProject(project, metrics) : dbtDefinitions(project, dbt);

/** The definition files of a project as they are now. */
export const readProject = (project: string, metrics: string): FoundFiles =>
  findDefinitionFiles(project, relative(project, metrics) || '.');

export const compileFound = (found: FoundFiles, options: ProjectOptions = {}): CompiledProject =>
  compileWith(found, options, readDefinitions, new Kept());

/** Compiles as `compileFound` does; what a change since the call before does not reach is kept. */
export function keepingCompile(): typeof compileFound {
  const [read, kept] = [keepingReader(), new Kept()];
  return (found, options = {}) => compileWith(found, options, read, kept);
}

/** Compiles the files of a project as they are at each call, and keeps what it can. */
export function keepingCompiler(project: string, metrics: string, options: ProjectOptions = {}): () => CompiledProject {
  const compile = keepingCompile();
  return () => compile(definitionsOf(project, metrics, options), options);
}

function compileWith(
  found: FoundFiles,
  options: ProjectOptions,
  readAll: typeof readDefinitions,
  kept: Kept,
): CompiledProject {
  const read = readAll(found.files);
  const { model, problems } = compileModel(read.definitions, options, kept);
  const texts = new Map(found.files.map(({ path, text }) => [path, text]));
  return {
    model,
    definitions: read.definitions,
    problems: [
      ...found.problems,
      ...read.problems,
      ...problems,
      ...checkGraphqlNames(model),
      ...(options.engine ? beyondEngine(read.definitions, dialects[options.engine.kind]) : []),
    ],
    textOf: (file) => texts.get(file),
  };
}
