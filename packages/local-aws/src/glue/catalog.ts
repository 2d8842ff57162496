import { AwsError } from '../gateway/request';

/** An external table over lines of JSON, as Terraform declares it. */
export interface CatalogTable {
  database: string;
  name: string;
  bucket: string;
  /** Ends with `/`; below it lies a folder `PARTITION=2026-11-24/` a day. */
  folder: string;
  columns: readonly { name: string; key: string; type: string }[];
  /** The name of the column that is the folder of a day. */
  partition: string;
  /** How many days back folders are looked for. */
  days: number;
}

export interface Catalog {
  declareDatabase(name: string): void;
  declareTable(table: CatalogTable): void;
  /** Tables of a database, by name; undefined if there is no such database. */
  tables(database: string): ReadonlyMap<string, CatalogTable> | undefined;
}

/** The Glue Data Catalog, as far as Athena asks it. It is what the plan says, read anew at each start. */
export function createCatalog(): Catalog {
  const databases = new Map<string, Map<string, CatalogTable>>();
  const database = (name: string) => {
    const found = databases.get(name.toLowerCase());
    if (found === undefined) throw new AwsError('EntityNotFoundException', `Database ${name} not found.`);
    return found;
  };
  return {
    declareDatabase: (name) => void databases.set(name, databases.get(name) ?? new Map()),
    declareTable: (table) => void database(table.database).set(table.name, table),
    tables: (name) => databases.get(name.toLowerCase()),
  };
}
