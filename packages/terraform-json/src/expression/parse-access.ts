import { type Context, inside } from './context';
import type { Expression } from './expression-tree';

const legacyIndexes = /\d+(?:\.\d+)*/y;
const longestChain = 200;

/** Reads the accesses that follow an operand: `.name`, `[index]`, `[*]`, `.*` and the legacy `.0`. */
export function readPostfix(context: Context, operand: Expression): Expression {
  const { scanner } = context;
  let result = operand;
  for (let length = 0; ; length += 1) {
    const token = scanner.peek();
    if (token.kind !== 'punctuation' || (context.newlineEnds && token.afterNewline)) return result;
    if (token.text !== '.' && token.text !== '[') return result;
    if (length >= longestChain) throw scanner.error(`more than ${longestChain} accesses in a row`, token.start);
    scanner.next();
    result = token.text === '.' ? readDot(context, result) : readBracket(context, result);
  }
}

function readDot(context: Context, of: Expression): Expression {
  const { scanner } = context;
  const column = scanner.position + 1;
  const indexes = readLegacyIndexes(context);
  if (indexes.length > 0) {
    return indexes.reduce<Expression>((base, index) => {
      return { kind: 'index', of: base, key: { kind: 'literal', value: index, column }, column };
    }, of);
  }
  if (scanner.take('*')) {
    return { kind: 'splat', of, each: readAttributes(context), legacy: true, column };
  }
  const name = scanner.next();
  if (name.kind !== 'identifier') throw scanner.unexpected(name, 'an attribute name after the dot');
  return { kind: 'attribute', of, name: name.text, column };
}

/** Reads the digits in legacy indexes without the scanner, which would read the end of `a.0.1` as the number 0.1. */
function readLegacyIndexes(context: Context): number[] {
  const { scanner } = context;
  legacyIndexes.lastIndex = scanner.position;
  const text = legacyIndexes.exec(scanner.source)?.[0];
  if (text === undefined) return [];
  scanner.position += text.length;
  return text.split('.').map(Number);
}

/** Reads the attributes after `.*`. An index that follows them applies to the result of the splat. */
function readAttributes(context: Context): Expression {
  const { scanner } = context;
  let each: Expression = { kind: 'splat-item', column: scanner.position };
  while (scanner.source[scanner.position] === '.' && !/[\d*.]/.test(scanner.source[scanner.position + 1] ?? '')) {
    scanner.next();
    each = readDot(context, each);
  }
  return each;
}

function readBracket(context: Context, of: Expression): Expression {
  const { scanner } = context;
  const column = scanner.position;
  if (scanner.take('*')) {
    scanner.expect(']', 'after [*');
    const each = readPostfix(inside(context, {}), { kind: 'splat-item', column });
    return { kind: 'splat', of, each, legacy: false, column };
  }
  const key = context.expression(inside(context, { newlineEnds: false }));
  scanner.expect(']', 'to close the index');
  return { kind: 'index', of, key, column };
}
