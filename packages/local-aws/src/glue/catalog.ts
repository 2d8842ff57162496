import { AwsError } from '../gateway/service-api';
import { perPlatform } from '../per-platform';

/** External table of JSON lines, as Terraform declares it. */
export interface CatalogTable {
  database: string;
  name: string;
  bucket: string;
  /** Path, with a trailing `/`, of the folder that contains a folder `PARTITION=2026-11-24/` for each day. */
  folder: string;
  columns: readonly { name: string; key: string; type: string }[];
  /** Name of the partition column, which contains the day from the folder name. */
  partition: string;
  /** Start of the partition projection's range, in days before today. */
  days: number;
}

export interface Catalog {
  declareDatabase(name: string): void;
  declareTable(table: CatalogTable): void;
  /** Returns a database's tables by name, or undefined if the database does not exist. */
  tables(database: string): ReadonlyMap<string, CatalogTable> | undefined;
}

/**
 * Creates the Glue Data Catalog for Athena. The catalog is not persisted, because each start declares it from the plan.
 */
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

/** Returns a platform's Glue Data Catalog. */
export const catalogOf = perPlatform(createCatalog);
