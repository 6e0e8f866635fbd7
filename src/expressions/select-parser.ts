import { LOWEST, STATEMENTS } from './keywords.js';
import { ExpressionError, type ExpressionProblem, fail, type Token, tokenize } from './lexer.js';
import { MOST_LEVELS, Parser, refuseTooDeep, shown } from './parser.js';
import type { ArmSyntax, JoinSyntax, NameSyntax, SelectSyntax, SourceSyntax } from './select-syntax.js';
import type { Syntax } from './syntax.js';

export type ParsedSelect = { readonly syntax: SelectSyntax } | { readonly problem: ExpressionProblem };

export const MOST_SELECT_CHARACTERS = 50_000;

/** Reads one SELECT, or several joined by UNION ALL, and nothing else. Tables and columns are looked up later. */
export function parseSelect(text: string): ParsedSelect {
  try {
    if (text.length > MOST_SELECT_CHARACTERS) {
      fail(
        MOST_SELECT_CHARACTERS,
        `A SELECT has at most ${MOST_SELECT_CHARACTERS} characters; this one has ${text.length}.`,
      );
    }
    return { syntax: new SelectParser(tokenize(text)).statement() };
  } catch (error) {
    if (error instanceof ExpressionError) return { problem: error.problem };
    throw error;
  }
}

const ONE_SELECT = 'sql: is one SELECT, or several joined by UNION ALL; it may begin with WITH.';

/** Words that end an item, a table or a condition, and so are no bare names or aliases. */
const CLAUSES = new Set(
  'FROM WHERE GROUP HAVING UNION EXCEPT INTERSECT JOIN INNER LEFT RIGHT FULL CROSS NATURAL ON USING AS WITH ORDER LIMIT OFFSET FETCH WINDOW QUALIFY LATERAL TABLESAMPLE PIVOT UNPIVOT'.split(
    ' ',
  ),
);

/** Parts of SELECT that are no part of a dataset, and what to do instead. */
const REFUSED: Record<string, { readonly says: string; readonly hint?: string }> = {
  ORDER: { says: 'A dataset has no order.', hint: 'Order the question: orderBy.' },
  LIMIT: { says: 'LIMIT would leave rows out of every number.', hint: 'Narrow the rows with WHERE.' },
  OFFSET: { says: 'OFFSET would leave rows out of every number.', hint: 'Narrow the rows with WHERE.' },
  FETCH: { says: 'FETCH would leave rows out of every number.', hint: 'Narrow the rows with WHERE.' },
  TABLESAMPLE: { says: 'A sample would make every number a guess.', hint: 'Narrow the rows with WHERE.' },
  OVER: { says: 'Window functions are not supported.', hint: 'Cumulative metrics and ranks are kinds of metrics.' },
  WINDOW: { says: 'Windows are not supported.', hint: 'Cumulative metrics and ranks are kinds of metrics.' },
  QUALIFY: { says: 'QUALIFY is not supported.', hint: 'Join to a SELECT with GROUP BY and MAX.' },
  EXCEPT: { says: 'EXCEPT is not supported.', hint: 'LEFT JOIN the other rows and keep those where it IS NULL.' },
  INTERSECT: { says: 'INTERSECT is not supported.', hint: 'JOIN the other rows.' },
  RIGHT: { says: 'RIGHT JOIN is not supported.', hint: 'Swap the two tables and write LEFT JOIN.' },
  FULL: { says: 'FULL JOIN is not supported.', hint: 'Make two datasets: metrics of both meet by their dimensions.' },
  CROSS: { says: 'CROSS JOIN is not supported.', hint: 'Write JOIN … ON.' },
  NATURAL: { says: 'NATURAL JOIN is not supported: a new column would change it.', hint: 'Write JOIN … ON.' },
  USING: { says: 'USING is not supported.', hint: 'Write ON a.x = b.x.' },
  LATERAL: { says: 'LATERAL is not supported.' },
  PIVOT: { says: 'PIVOT is not supported.', hint: 'Write SUM(CASE WHEN … THEN … END) for each column.' },
  UNPIVOT: { says: 'UNPIVOT is not supported.', hint: 'Write a SELECT for each column, joined by UNION ALL.' },
};

class SelectParser extends Parser {
  statement(): SelectSyntax {
    const first = this.token;
    if (first.kind === 'end') fail(0, 'The SELECT is empty.', ONE_SELECT);
    if (first.word !== 'SELECT' && first.word !== 'WITH') {
      const says =
        STATEMENTS.has(first.word) || first.kind === 'word'
          ? `found ${shown(first)}`
          : `it begins with ${shown(first)}`;
      fail(first.start, `Expected SELECT, but ${says}.`, ONE_SELECT);
    }
    const named: { name: NameSyntax; select: SelectSyntax }[] = [];
    if (this.accept('WITH')) {
      if (this.is('RECURSIVE')) fail(this.token.start, 'WITH RECURSIVE is not supported.');
      do named.push(this.named());
      while (this.accept(','));
    }
    const { arms } = this.select();
    if (this.token.kind !== 'end') this.refuseRest('The SELECT should end here');
    return { named, arms, start: first.start };
  }

  private named(): { name: NameSyntax; select: SelectSyntax } {
    const name = this.name('a name after WITH');
    this.expect('AS', 'after the name in WITH');
    return { name, select: this.subselect() };
  }

  private subselect(): SelectSyntax {
    this.expect('(', 'before the SELECT');
    const select = this.nested(() => this.select());
    if (!this.is(')')) this.refuseRest('Expected ")" after the SELECT');
    this.next();
    return select;
  }

  private select(): SelectSyntax {
    const { start } = this.token;
    const arms = [this.arm()];
    while (this.is('UNION')) {
      const union = this.next();
      if (!this.accept('ALL'))
        fail(
          union.start,
          'UNION drops equal rows: write UNION ALL.',
          'To drop them on purpose write SELECT DISTINCT … FROM (… UNION ALL …) AS u.',
        );
      arms.push(this.arm());
    }
    return { named: [], arms, start };
  }

  private arm(): ArmSyntax {
    const { start } = this.expect('SELECT', 'at the start');
    const distinct = this.accept('DISTINCT');
    if (distinct && this.is('ON'))
      fail(this.token.start, 'DISTINCT ON is not supported.', 'Use GROUP BY with MIN or MAX.');
    const items = [this.item()];
    while (this.accept(',')) items.push(this.item());
    if (!this.is('FROM')) this.refuseRest('Expected FROM, or a comma and one more column');
    this.next();
    const from = this.source();
    const joins: JoinSyntax[] = [];
    for (let join = this.join(); join !== undefined; join = this.join()) joins.push(join);
    const where = this.accept('WHERE') ? this.value() : undefined;
    const groupBy = this.is('GROUP') ? this.groupBy() : undefined;
    const having = this.accept('HAVING') ? this.value() : undefined;
    return { distinct, items, from, joins, where, groupBy, having, start };
  }

  private item(): ArmSyntax['items'][number] {
    if (this.is('*'))
      fail(this.token.start, 'SELECT * is not supported: a new column would change the dataset.', 'Name the columns.');
    const value = this.value();
    return { value, name: this.accept('AS') ? this.name('a name after AS') : undefined };
  }

  private groupBy(): Syntax[] {
    this.next();
    this.expect('BY', 'after GROUP');
    const { word, start } = this.token;
    if (
      word === 'ALL' ||
      ((word === 'ROLLUP' || word === 'CUBE' || word === 'GROUPING') &&
        this.peek(1)?.kind !== 'end' &&
        this.peek(1)?.word !== ',')
    )
      fail(start, `GROUP BY ${word} is not supported.`, 'Name the columns.');
    const groups = [this.value()];
    while (this.accept(',')) groups.push(this.value());
    return groups;
  }

  private source(): SourceSyntax {
    const { start } = this.token;
    if (this.is('(')) {
      const select = this.subselect();
      const alias = this.alias();
      if (alias === undefined) this.failHere('Expected AS and a name after the SELECT in parentheses');
      return { kind: 'select', select, alias, start };
    }
    const path = [this.name('a table')];
    while (this.accept('.')) path.push(this.step());
    if (this.is('(')) fail(start, 'Functions that give tables are not supported.', 'Read a table by its name.');
    const last = path.at(-1) as NameSyntax;
    return { kind: 'table', path: path.map(({ text }) => text), alias: this.alias() ?? last, start };
  }

  private step(): NameSyntax {
    const token = this.token;
    if (token.kind !== 'word' && token.kind !== 'quoted') this.failHere('Expected a name after the dot');
    this.next();
    return { text: token.text, start: token.start };
  }

  private alias(): NameSyntax | undefined {
    if (this.accept('AS')) return this.name('a name after AS');
    const { kind, word } = this.token;
    return kind === 'quoted' || (kind === 'word' && !CLAUSES.has(word)) ? this.name('a name') : undefined;
  }

  private join(): JoinSyntax | undefined {
    if (this.is(',')) fail(this.token.start, 'Tables are joined by JOIN … ON, not by a comma.');
    const outer = this.is('LEFT');
    if (outer || this.is('INNER')) {
      this.next();
      if (outer) this.accept('OUTER');
      this.expect('JOIN', outer ? 'after LEFT' : 'after INNER');
    } else if (!this.accept('JOIN')) return undefined;
    const source = this.source();
    this.refuseHere();
    this.expect('ON', 'after the joined table');
    return { type: outer ? 'left' : 'inner', source, on: this.value() };
  }

  private value(): Syntax {
    const syntax = this.expression(LOWEST);
    if (syntax.end - syntax.start > MOST_LEVELS) refuseTooDeep(syntax);
    return syntax;
  }

  /** Clause words are names only in quotes or after a dot: `SELECT a, FROM t` is a comma too many. */
  protected override path(first: Token): Syntax {
    if (first.kind === 'word' && CLAUSES.has(first.word) && !this.is('.'))
      fail(
        first.start,
        `Expected a value, but found ${first.text}.`,
        `A name of this spelling stands in double quotes: "${first.text}".`,
      );
    return super.path(first);
  }

  private name(what: string): NameSyntax {
    const token = this.token;
    const isName =
      token.kind === 'quoted' || (token.kind === 'word' && !CLAUSES.has(token.word) && token.word !== 'SELECT');
    if (!isName)
      this.failHere(
        `Expected ${what}`,
        token.kind === 'word' ? `A name of this spelling stands in double quotes: "${token.text}".` : undefined,
      );
    this.next();
    return { text: token.text, start: token.start };
  }

  private refuseHere(): void {
    const { word, start } = this.token;
    const refused = REFUSED[word];
    if (refused) fail(start, refused.says, refused.hint);
  }

  private refuseRest(message: string): never {
    this.refuseHere();
    return this.failHere(
      message,
      this.token.kind === 'word' || this.token.kind === 'quoted' ? 'A name for a column follows AS.' : ONE_SELECT,
    );
  }
}
