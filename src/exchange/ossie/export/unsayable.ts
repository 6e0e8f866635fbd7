/** Thrown where something cannot be said in SQL that all readers of Ossie read alike; the message says what. */
export class Unsayable extends Error {}

export const unsayable = (why: string): never => {
  throw new Unsayable(why);
};
