/** What the parser makes of expression text: names are not looked up yet; `start` and `end` are offsets in the text. */
export type Syntax = { readonly start: number; readonly end: number } & SyntaxNode;

type SyntaxNode =
  | { readonly kind: 'name'; readonly path: readonly string[] }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'date'; readonly value: string }
  | { readonly kind: 'timestamp'; readonly value: string }
  | { readonly kind: 'star' }
  | { readonly kind: 'unary'; readonly operator: '-' | 'not'; readonly of: Syntax }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Syntax; readonly right: Syntax }
  | { readonly kind: 'in'; readonly of: Syntax; readonly list: readonly Syntax[]; readonly negated: boolean }
  | {
      readonly kind: 'between';
      readonly of: Syntax;
      readonly from: Syntax;
      readonly to: Syntax;
      readonly negated: boolean;
    }
  | {
      readonly kind: 'like';
      readonly of: Syntax;
      readonly pattern: Syntax;
      readonly escape?: Syntax;
      readonly negated: boolean;
    }
  | { readonly kind: 'isNull'; readonly of: Syntax; readonly negated: boolean }
  | {
      readonly kind: 'case';
      readonly of?: Syntax;
      readonly branches: readonly { readonly when: Syntax; readonly then: Syntax }[];
      readonly otherwise?: Syntax;
    }
  | { readonly kind: 'cast'; readonly of: Syntax; readonly type: string }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly args: readonly Syntax[];
      readonly distinct: boolean;
      readonly withinGroup?: Syntax;
      readonly where?: Syntax;
    };

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '||' | '=' | '<>' | '<' | '<=' | '>' | '>=' | 'and' | 'or';
