import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { recoverInterruptedTables } from './recover-interrupted-tables';

test('completes an interrupted table with its indexes, and changes no other data', async () => {
  const path = mkdtempSync(join(tmpdir(), 'himeshima-tables-'));
  const open = () => new ClassicLevel<string, unknown>(path, { valueEncoding: 'json' });
  const before = open();
  const index = { IndexName: 'byRoom', IndexStatus: 'CREATING' };
  await before.put('table~a', { TableName: 'a', TableStatus: 'CREATING', GlobalSecondaryIndexes: [index] });
  await before.put('table~b', { TableName: 'b', TableStatus: 'DELETING' });
  await before.put('item-a~1', { TableStatus: 'CREATING' });
  await before.close();
  await recoverInterruptedTables(path);
  const after = open();
  expect(await after.iterator().all()).toEqual([
    ['item-a~1', { TableStatus: 'CREATING' }],
    [
      'table~a',
      { TableName: 'a', TableStatus: 'ACTIVE', GlobalSecondaryIndexes: [{ ...index, IndexStatus: 'ACTIVE' }] },
    ],
    ['table~b', { TableName: 'b', TableStatus: 'DELETING' }],
  ]);
  await after.close();
  rmSync(path, { recursive: true });
});

test('reports unreadable tables with a one-line error that contains the folder', async () => {
  const path = mkdtempSync(join(tmpdir(), 'himeshima-tables-'));
  const database = new ClassicLevel(path);
  await database.open();
  await database.close();
  truncateSync(join(path, 'CURRENT'));
  await expect(recoverInterruptedTables(path)).rejects.toThrow(
    new RegExp(`^${path}: its tables cannot be read \\(Corruption: .*\\); choose another folder with --data$`),
  );
  rmSync(path, { recursive: true });
});
