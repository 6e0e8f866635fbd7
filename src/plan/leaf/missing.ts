/** What the checks before a plan have made sure of is not there. */
export const missing = (what: string): never => {
  throw new Error(`no ${what}`);
};
