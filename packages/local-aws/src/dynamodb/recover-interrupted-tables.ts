import { ClassicLevel } from 'classic-level';
import { z } from 'zod';
import { databaseReason } from '../disk-store';

/** Schema for a table as dynalite 4 stores it, under the key `table~NAME`. */
const Table = z.looseObject({
  TableStatus: z.string(),
  GlobalSecondaryIndexes: z.array(z.looseObject({ IndexStatus: z.string() })).optional(),
});

/**
 * Completes tables whose creation was interrupted. dynalite creates a table in two writes, the second of which marks
 * the table as active. If the platform was killed in between, dynalite could neither use nor delete the table.
 * @param path folder of dynalite's tables; the database must not be open
 * @throws Error with a one-line message if the tables cannot be read
 */
export async function recoverInterruptedTables(path: string): Promise<void> {
  const database = new ClassicLevel<string, unknown>(path, { valueEncoding: 'json' });
  await database.open().catch((error: unknown) => {
    throw new Error(`${path}: its tables cannot be read (${databaseReason(error)}); choose another folder with --data`);
  });
  for await (const [key, value] of database.iterator({ gte: 'table~', lt: 'table~\xff' })) {
    const table = Table.parse(value);
    if (table.TableStatus !== 'CREATING') continue;
    const indexes = table.GlobalSecondaryIndexes?.map((index) => ({ ...index, IndexStatus: 'ACTIVE' }));
    const made = { ...table, TableStatus: 'ACTIVE' };
    await database.put(key, indexes === undefined ? made : { ...made, GlobalSecondaryIndexes: indexes });
  }
  await database.close();
}
