import type { Declare } from '../command.js';
import { declareImportDbt } from '../exchange/import-dbt.js';
import { declareImportOssie } from '../exchange/import-ossie.js';

/** Definitions of other systems as ours, with a report of what became of each thing. */
export const importFrom: Declare = (program, surroundings, ends) => {
  const command = program.command('import').description('definitions of other systems as definitions of a project');
  declareImportDbt(command, surroundings, ends);
  declareImportOssie(command, surroundings, ends);
};
