import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calledActions } from './called-actions';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'himeshima-actions-'));
  mkdirSync(join(root, 'functions', 'shared'), { recursive: true });
  write('shared/items.ts', [
    "import { DeleteItemCommand, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';",
    'export function itemsTable(client: Client) {',
    '  const get = () => client.send(new GetItemCommand({}));',
    '  return {',
    '    read: () => get(),',
    '    async find() { await client.send(new QueryCommand({})); },',
    '    async put() { await client.send(new PutItemCommand({})); },',
    '    async remove() { await client.send(new DeleteItemCommand({})); },',
    '  };',
    '}',
  ]);
});
afterAll(() => rmSync(root, { recursive: true }));

function write(path: string, lines: readonly string[]): void {
  mkdirSync(join(root, 'functions', path, '..'), { recursive: true });
  writeFileSync(join(root, 'functions', path), lines.join('\n'));
}

let made = 0;
/** Returns the actions of a function. Its handler uses the table `items`. */
function actionsOf(...lines: readonly string[]): readonly string[] {
  made += 1;
  const name = `function-${made}`;
  write(`${name}/handler.ts`, [
    "import { itemsTable } from '../shared/items';",
    'const items = itemsTable(c);',
    ...lines,
  ]);
  return [...calledActions(root, name)].sort();
}

describe('calledActions', () => {
  test('includes only the table methods that the code calls', () => {
    expect(actionsOf('export const handler = () => items.put();')).toEqual(['dynamodb:PutItem']);
    expect(actionsOf('export const handler = async () => items.read();')).toEqual(['dynamodb:GetItem']);
  });

  test('follows destructured methods, and calls by a computed name', () => {
    expect(actionsOf('const { remove } = items;', 'export const handler = () => remove();')).toEqual([
      'dynamodb:DeleteItem',
    ]);
    expect(actionsOf("const name = 'remove' as const;", 'export const handler = () => items[name]();')).toEqual([
      'dynamodb:DeleteItem',
    ]);
  });

  test('distinguishes the find method of an array from the find method of a table', () => {
    const [array, table] = ['[1].find((one) => one > 0)', 'items.find()'];
    expect(actionsOf(`export const handler = () => [items, ${array}];`)).toEqual([]);
    expect(actionsOf(`export const handler = () => ${table};`)).toEqual(['dynamodb:Query']);
  });

  test('reports the file to change for an unknown client', () => {
    const code = ["import { CallCommand } from '@aws-sdk/client-new';", 'export const handler = () => CallCommand;'];
    expect(() => actionsOf(...code)).toThrow('add its IAM prefix to tests/synthesis/called-actions.ts');
  });
});
