import { setImmediate as nextTurn } from 'node:timers/promises';

/** Some milliseconds of work: what is larger is done in more than one turn of the event loop. */
const ROWS_OF_A_TURN = 2_000;

/** Between two steps with so many rows: what waits, small answers above all, goes first. */
export const letOthersIn = async (rows: number): Promise<void> => {
  if (rows > ROWS_OF_A_TURN) await nextTurn();
};
