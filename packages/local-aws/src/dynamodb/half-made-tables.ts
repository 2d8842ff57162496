import { ClassicLevel } from 'classic-level';
import { z } from 'zod';
import { databaseReason } from '../disk-store';

/** As dynalite 4 writes down a table, below `table~NAME`. */
const Table = z.looseObject({
  TableStatus: z.string(),
  GlobalSecondaryIndexes: z.array(z.looseObject({ IndexStatus: z.string() })).optional(),
});

/**
 * dynalite makes a table in two writes, of which the second says that it is there. Where the platform was killed between
 * them, dynalite would take the table neither up nor away; here it gets the second.
 * @param path the folder of dynalite's tables, which nobody has open
 * @throws Error in one line if they cannot be read
 */
export async function finishHalfMadeTables(path: string): Promise<void> {
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
