import { type Context, inside } from './context';
import type { BinaryOperator, Expression, Template } from './expression-tree';
import { readPostfix } from './parse-access';
import { readOperand } from './parse-operand';
import { readTemplate } from './parse-template';
import { Scanner, type Token } from './scanner';

// Precedence of each operator; larger numbers bind more tightly. Source: HCL native syntax specification, "Operations".
const binding: ReadonlyMap<string, { readonly power: number; readonly operator: BinaryOperator }> = new Map(
  (
    [
      ['||', 1],
      ['&&', 2],
      ['==', 3],
      ['!=', 3],
      ['<', 4],
      ['<=', 4],
      ['>', 4],
      ['>=', 4],
      ['+', 5],
      ['-', 5],
      ['*', 6],
      ['/', 6],
      ['%', 6],
    ] as const
  ).map(([operator, power]) => [operator, { power, operator }]),
);

// Maximum length of a chain such as 1 + 1 + 1 …, whose tree is as deep as the chain is long.
const longestChain = 500;

/**
 * Parses a JSON string as a template. Source: Terraform language, "JSON configuration syntax" and HCL
 * native syntax specification.
 * @param names names to treat as bound, such as a `for` expression's variables
 * @throws ExpressionError with the column in the string
 */
export function parseTemplate(source: string, names: ReadonlySet<string> = new Set()): Template {
  // fast path: most strings contain no expressions
  if (!source.includes('${') && !source.includes('%{')) {
    return { source, parts: source === '' ? [] : [{ kind: 'text', text: source.normalize('NFC') }] };
  }
  return { source, parts: readTemplate(startContext(source, names), 'json') };
}

/**
 * Parses the content of `${…}`.
 * @param names names to treat as bound, such as a `for` expression's variables
 * @throws ExpressionError if the expression is invalid
 */
export function parseExpression(source: string, names: ReadonlySet<string> = new Set()): Expression {
  const context = startContext(source, names);
  const expression = readExpression(context);
  const rest = context.scanner.peek();
  if (rest.kind !== 'end') throw context.scanner.unexpected(rest, 'the end of the expression');
  return expression;
}

function startContext(source: string, bound: ReadonlySet<string>): Context {
  return {
    scanner: new Scanner(source),
    bound,
    newlineEnds: false,
    depth: 0,
    expression: readExpression,
  };
}

function readExpression(outer: Context): Expression {
  const context = inside(outer, {});
  const condition = readOperation(context, 0);
  const { scanner } = context;
  if (endsHere(context, scanner.peek()) || !scanner.take('?')) return condition;
  const whenTrue = readExpression(context);
  scanner.expect(':', 'between the two results of a conditional');
  const whenFalse = readExpression(context);
  return { kind: 'conditional', condition, whenTrue, whenFalse, column: condition.column };
}

function readOperation(context: Context, power: number): Expression {
  const { scanner } = context;
  let left = readUnary(context);
  for (let length = 0; ; length += 1) {
    const token = scanner.peek();
    const operation = token.kind === 'punctuation' ? binding.get(token.text) : undefined;
    if (!operation || operation.power <= power || endsHere(context, token)) return left;
    if (length >= longestChain) throw scanner.error(`more than ${longestChain} operations in a row`, token.start);
    scanner.next();
    const right = readOperation(inside(context, {}), operation.power);
    left = { kind: 'binary', operator: operation.operator, left, right, column: token.start + 1 };
  }
}

function readUnary(context: Context): Expression {
  const { scanner } = context;
  const token = scanner.take('-') ?? scanner.take('!');
  if (!token) return readPostfix(context, readOperand(context));
  const operand = readUnary(inside(context, {}));
  return { kind: 'unary', operator: token.text === '-' ? '-' : '!', operand, column: token.start + 1 };
}

function endsHere(context: Context, token: Token): boolean {
  return context.newlineEnds && token.afterNewline;
}
