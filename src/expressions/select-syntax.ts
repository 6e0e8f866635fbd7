import type { Syntax } from './syntax.js';

/** What the parser makes of a SELECT: names are not looked up yet; `start` and `end` are offsets in the text. */
export interface SelectSyntax {
  /** Named in WITH, in order: each may read those before it. */
  readonly named: readonly { readonly name: NameSyntax; readonly select: SelectSyntax }[];
  /** Joined by UNION ALL; at least one. */
  readonly arms: readonly ArmSyntax[];
  readonly start: number;
}

/** One SELECT … FROM … . */
export interface ArmSyntax {
  readonly distinct: boolean;
  readonly items: readonly { readonly value: Syntax; readonly name?: NameSyntax | undefined }[];
  readonly from: SourceSyntax;
  readonly joins: readonly JoinSyntax[];
  readonly where?: Syntax | undefined;
  readonly groupBy?: readonly Syntax[] | undefined;
  readonly having?: Syntax | undefined;
  readonly start: number;
}

export interface NameSyntax {
  readonly text: string;
  readonly start: number;
}

export type SourceSyntax =
  | { readonly kind: 'table'; readonly path: readonly string[]; readonly alias: NameSyntax; readonly start: number }
  | { readonly kind: 'select'; readonly select: SelectSyntax; readonly alias: NameSyntax; readonly start: number };

export interface JoinSyntax {
  readonly type: 'left' | 'inner';
  readonly source: SourceSyntax;
  readonly on: Syntax;
}
