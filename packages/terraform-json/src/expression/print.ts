import { numberText } from '../convert';
import type { Expression, ForExpression, ObjectEntry, Template, TemplatePart } from './expression-tree';

/** Prints a template as a JSON string that parses to the same template. */
export function printTemplate(template: Template): string {
  return template.parts.map((part) => printPart(part, escapeMarks)).join('');
}

/** Prints an expression in a form that parses to the same tree, except for columns. */
export function print(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression.value);
    case 'template':
      return `"${expression.parts.map((part) => printPart(part, escapeQuotedPart)).join('')}"`;
    case 'reference':
      return expression.reference.address;
    case 'bound':
      return expression.name;
    case 'splat-item':
      return '';
    case 'attribute':
      return `${printBase(expression.of)}.${expression.name}`;
    case 'index':
      return `${printBase(expression.of)}[${print(expression.key)}]`;
    case 'splat':
      return `${printBase(expression.of)}${expression.legacy ? '.*' : '[*]'}${print(expression.each)}`;
    case 'call':
      return `${expression.name}(${expression.args.map(print).join(', ')}${expression.expand ? '...' : ''})`;
    case 'unary':
      return `${expression.operator}${printOperand(expression.operand)}`;
    case 'binary':
      return `${printOperand(expression.left)} ${expression.operator} ${printOperand(expression.right)}`;
    case 'conditional':
      return `${printOperand(expression.condition)} ? ${printOperand(expression.whenTrue)} : ${printOperand(expression.whenFalse)}`;
    case 'list':
      return `[${expression.items.map(print).join(', ')}]`;
    case 'object':
      return `{${expression.entries.map(printEntry).join(', ')}}`;
    case 'for':
      return printFor(expression);
    default:
      return expression satisfies never;
  }
}

function printLiteral(value: string | number | boolean | null): string {
  if (typeof value === 'string') return `"${escapeQuoted(value)}"`;
  return typeof value === 'number' ? numberText(value) : String(value);
}

function printPart(part: TemplatePart, escaped: (text: string) => string): string {
  return part.kind === 'text' ? escaped(part.text) : `\${${print(part.expression)}}`;
}

function escapeMarks(text: string): string {
  return text.replace(/([$%])\{/g, '$1$1{');
}

function escapeQuoted(text: string): string {
  const escaped = text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t');
  return escapeMarks(escaped);
}

/** Escapes quoted text. A final `$` is escaped, too, because `$` before an interpolation would read as the escape `$${`. */
function escapeQuotedPart(text: string): string {
  return escapeQuoted(text).replace(/\$$/, '\\u0024');
}

function printEntry({ key, value }: ObjectEntry): string {
  // Put any key except a string in parentheses, because a bare name would be a literal key.
  const plain = key.kind === 'template' || (key.kind === 'literal' && typeof key.value === 'string');
  const text = plain ? print(key) : `(${print(key)})`;
  return `${text} = ${print(value)}`;
}

function printFor(expression: ForExpression): string {
  const { keyName, valueName, collection, key, value, group, condition } = expression;
  const names = keyName === undefined ? valueName : `${keyName}, ${valueName}`;
  const filter = condition === undefined ? '' : ` if ${print(condition)}`;
  const body = key === undefined ? print(value) : `${print(key)} => ${print(value)}${group ? '...' : ''}`;
  const text = `for ${names} in ${print(collection)} : ${body}${filter}`;
  return key === undefined ? `[${text}]` : `{${text}}`;
}

const compound: ReadonlySet<Expression['kind']> = new Set(['binary', 'conditional', 'unary']);

function printOperand(expression: Expression): string {
  return compound.has(expression.kind) ? `(${print(expression)})` : print(expression);
}

const accessible: ReadonlySet<Expression['kind']> = new Set([
  'reference',
  'bound',
  'splat-item',
  'attribute',
  'index',
  'call',
]);

function printBase(expression: Expression): string {
  return accessible.has(expression.kind) ? print(expression) : `(${print(expression)})`;
}
