/** How code owners are written: the address of a person, @user, or @organization/team. */
const CODE_OWNER = /^(?:@[\w.-]+(?:\/[\w.-]+)*|[^\s@#,;<>"\\]+@[^\s@#,;<>"\\]+\.[^\s@#,;<>"\\]+)$/;
const TEAM = /^[\w.-]+$/;

export const isCodeOwner = (text: string): boolean => CODE_OWNER.test(text);

/**
 * The owner of a definition as CODEOWNERS knows it: as it is, or as a team of the organization.
 * @returns undefined for words that stand for nobody there
 */
export function codeOwner(owner: string, organization: string | undefined): string | undefined {
  if (isCodeOwner(owner)) return owner;
  return organization !== undefined && TEAM.test(owner) ? `@${organization}/${owner}` : undefined;
}
