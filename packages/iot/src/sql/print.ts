import type { Binary, Case, Expression, Query, SelectItem, Selection, Statement } from './ast';
import { binding, minusBinding, reservedWords } from './operators';

/** Prints a statement on one line. Parsing the result returns the same tree. */
export function print({ set, selection, from, where }: Statement): string {
  const clauses = [
    ...(set.length > 0
      ? [`SET ${set.map(({ name, value }) => `@${name} = ${printExpression(value)}`).join(', ')}`]
      : []),
    printSelection(selection),
    ...(from === undefined ? [] : [`FROM ${quote(from)}`]),
    ...(where === undefined ? [] : [`WHERE ${printExpression(where)}`]),
  ];
  return clauses.join(' ');
}

/** Prints an expression, in parentheses if its operator has a lower precedence than `tightness`. */
export function printExpression(expression: Expression, tightness = 0): string {
  switch (expression.kind) {
    case 'binary':
      return wrap(printBinary(expression), binding[expression.operator] < tightness);
    case 'unary':
      return expression.operator === '-'
        ? `-${printExpression(expression.operand, minusBinding)}`
        : wrap(`NOT ${printExpression(expression.operand, binding.NOT)}`, binding.NOT < tightness);
    case 'member':
      return `${printObject(expression.object)}.${memberName(expression.name)}`;
    case 'index':
      return `${printObject(expression.object)}[${expression.index}]`;
    case 'call':
      return `${expression.name}(${expression.arguments.map((argument) => printExpression(argument)).join(', ')})`;
    case 'cast':
      return `cast(${printExpression(expression.operand)} AS ${expression.type})`;
    case 'case':
      return printCase(expression);
    case 'query':
      return `(${printQuery(expression)})`;
    case 'exists':
      return `EXISTS (${printQuery(expression.query)})`;
    default:
      return printLeaf(expression);
  }
}

type Leaf = Extract<
  Expression,
  { kind: 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object' | 'name' | 'variable' | 'payload' }
>;

function printLeaf(expression: Leaf): string {
  switch (expression.kind) {
    case 'null':
      return 'NULL';
    case 'boolean':
      return String(expression.value);
    case 'number':
      return expression.text;
    case 'string':
      return quote(expression.value);
    case 'array':
      return `[${expression.items.map((item) => printExpression(item)).join(', ')}]`;
    case 'object':
      return `{${expression.entries.map(({ key, value }) => `${quote(key)}: ${printExpression(value)}`).join(', ')}}`;
    case 'name':
      return isPlain(expression.name) && !isReserved(expression.name) ? expression.name : backquote(expression.name);
    case 'variable':
      return `@${expression.name}`;
    case 'payload':
      return '*';
  }
}

function printBinary({ operator, left, right }: Binary): string {
  const tightness = binding[operator];
  return `${printExpression(left, tightness)} ${operator} ${printExpression(right, tightness + 1)}`;
}

function printObject(object: Expression): string {
  const text = printExpression(object, minusBinding + 1);
  return wrap(text, object.kind === 'unary' && object.operator === '-');
}

function printCase({ subject, branches, otherwise }: Case): string {
  return [
    'CASE',
    ...(subject === undefined ? [] : [printExpression(subject)]),
    ...branches.map(({ when, result }) => `WHEN ${printExpression(when)} THEN ${printExpression(result)}`),
    ...(otherwise === undefined ? [] : [`ELSE ${printExpression(otherwise)}`]),
    'END',
  ].join(' ');
}

function printQuery({ selection, from, alias, where }: Query): string {
  const condition = where === undefined ? '' : ` WHERE ${printExpression(where)}`;
  const name = alias === undefined ? '' : ` AS ${memberName(alias)}`;
  return `${printSelection(selection)} FROM ${printExpression(from)}${name}${condition}`;
}

export function printSelection(selection: Selection): string {
  if (selection.kind === 'items') return `SELECT ${printItems(selection.items)}`;
  return `SELECT VALUE ${selection.item.kind === 'star' ? '*' : printExpression(selection.item)}`;
}

function printItems([first, ...others]: readonly SelectItem[]): string {
  return [...(first === undefined ? [] : [printFirst(first)]), ...others.map(printItem)].join(', ');
}

// Prints the first item of a select list. The key `value` may need quotes: `SELECT value - 1` would select -1, because
// `value` between SELECT and an expression is a keyword.
function printFirst(item: SelectItem): string {
  return printItem(item).replace(/^value(?= ?[[{*-])/i, backquote);
}

export function printItem(item: SelectItem): string {
  if (item.kind === 'star') return '*';
  if (item.kind === 'keys') return `${printObject(item.object)}.*`;
  const text = printExpression(item.expression);
  return item.alias === undefined ? text : `${text} AS ${item.alias.map(memberName).join('.')}`;
}

function memberName(name: string): string {
  return isPlain(name) ? name : backquote(name);
}

function isPlain(name: string): boolean {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name);
}

const isReserved = (name: string): boolean => reservedWords.has(name.toUpperCase());

function wrap(text: string, needed: boolean): string {
  return needed ? `(${text})` : text;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function backquote(text: string): string {
  return `\`${text.replaceAll('`', '``')}\``;
}
