import type { Syntax } from '../../src/expressions/syntax.js';

/** A tree on one line, with a parenthesis around each operation, so that precedence is seen. */
export function outline(node: Syntax): string {
  const not = (negated: boolean): string => (negated ? 'not ' : '');
  switch (node.kind) {
    case 'name':
      return node.path.join('.');
    case 'number':
      return node.text;
    case 'text':
      return `'${node.value}'`;
    case 'boolean':
      return String(node.value);
    case 'null':
      return 'null';
    case 'star':
      return '*';
    case 'date':
    case 'timestamp':
      return `${node.kind}:${node.value}`;
    case 'unary':
      return node.operator === '-' ? `(-${outline(node.of)})` : `(not ${outline(node.of)})`;
    case 'binary':
      return `(${outline(node.left)} ${node.operator} ${outline(node.right)})`;
    case 'in':
      return `(${outline(node.of)} ${not(node.negated)}in [${node.list.map(outline).join(', ')}])`;
    case 'between':
      return `(${outline(node.of)} ${not(node.negated)}between ${outline(node.from)} ${outline(node.to)})`;
    case 'like':
      return `(${outline(node.of)} ${not(node.negated)}like ${outline(node.pattern)}${node.escape ? ` escape ${outline(node.escape)}` : ''})`;
    case 'isNull':
      return `(${outline(node.of)} is ${not(node.negated)}null)`;
    case 'case': {
      const branches = node.branches.map(({ when, then }) => `${outline(when)}: ${outline(then)}`);
      const all = node.otherwise ? [...branches, `else ${outline(node.otherwise)}`] : branches;
      return `case${node.of ? ` ${outline(node.of)}` : ''}{${all.join(', ')}}`;
    }
    case 'cast':
      return `cast(${outline(node.of)} ${node.type})`;
    case 'call': {
      const by = node.withinGroup ? ` by ${outline(node.withinGroup)}` : '';
      const where = node.where ? ` where ${outline(node.where)}` : '';
      return `${node.name}(${node.distinct ? 'distinct ' : ''}${node.args.map(outline).join(', ')}${by}${where})`;
    }
  }
}
