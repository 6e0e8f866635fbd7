import type { Declare } from '../command.js';
import { declareExportOssie } from '../exchange/export-ossie.js';

/** Definitions in the words of other systems, with a report of what these cannot say. */
export const exportTo: Declare = (program, surroundings, ends) => {
  const command = program.command('export').description('definitions of a project for other systems');
  declareExportOssie(command, surroundings, ends);
};
