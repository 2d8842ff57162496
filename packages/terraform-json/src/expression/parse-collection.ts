import { type Context, inside } from './context';
import type { Expression, ObjectEntry } from './expression-tree';

/** Reads the rest of a list after `[`. */
export function readList(context: Context, column: number): Expression {
  const { scanner } = context;
  if (startsFor(context)) return readFor(context, column, ']');
  const items: Expression[] = [];
  while (!scanner.take(']')) {
    items.push(context.expression(context));
    if (!scanner.take(',')) {
      scanner.expect(']', 'to close the list');
      break;
    }
  }
  return { kind: 'list', items, column };
}

/** Reads the rest of an object after `{`, whose entries end at a comma or a line break. */
export function readObject(context: Context, column: number): Expression {
  const { scanner } = context;
  if (startsFor(context)) return readFor(inside(context, { newlineEnds: false }), column, '}');
  const entries: ObjectEntry[] = [];
  while (!scanner.take('}')) {
    entries.push(readEntry(context));
    if (scanner.take(',') || scanner.peek().afterNewline) continue;
    scanner.expect('}', 'to close the object');
    break;
  }
  return { kind: 'object', entries, column };
}

function readEntry(context: Context): ObjectEntry {
  const { scanner } = context;
  const first = scanner.peek();
  let key: Expression | undefined;
  if (first.kind === 'identifier') {
    scanner.next();
    const after = scanner.peek().text;
    if (after === '=' || after === ':') key = { kind: 'literal', value: first.text, column: first.start + 1 };
    else scanner.position = first.start;
  }
  key ??= context.expression(context);
  if (!scanner.take('=')) scanner.expect(':', 'or = between key and value');
  return { key, value: context.expression(context) };
}

function startsFor(context: Context): boolean {
  const token = context.scanner.peek();
  return token.kind === 'identifier' && token.text === 'for';
}

function readFor(outer: Context, column: number, closing: ']' | '}'): Expression {
  const { scanner } = outer;
  scanner.next();
  const first = readBoundName(outer);
  const second = scanner.take(',') ? readBoundName(outer) : undefined;
  const word = scanner.next();
  if (word.text !== 'in') throw scanner.unexpected(word, 'in');
  const collection = outer.expression(outer);
  scanner.expect(':', 'after the collection of a for expression');
  const names = second === undefined ? [first] : [first, second];
  const context = inside(outer, { bound: new Set([...outer.bound, ...names]) });
  const leading = context.expression(context);
  const key = closing === '}' ? leading : undefined;
  if (closing === '}') scanner.expect('=>', 'between key and value of a for expression');
  const value = key === undefined ? leading : context.expression(context);
  const group = closing === '}' && scanner.take('...') !== undefined;
  const condition = readCondition(context);
  scanner.expect(closing, 'to close the for');
  const keyName = second === undefined ? undefined : first;
  return { kind: 'for', keyName, valueName: second ?? first, collection, key, value, group, condition, column };
}

function readCondition(context: Context): Expression | undefined {
  const { scanner } = context;
  const word = scanner.peek();
  if (word.kind !== 'identifier' || word.text !== 'if') return undefined;
  scanner.next();
  return context.expression(context);
}

function readBoundName(context: Context): string {
  const name = context.scanner.next();
  if (name.kind !== 'identifier') throw context.scanner.unexpected(name, 'a name after for');
  return name.text;
}
