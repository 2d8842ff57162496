export type { CatalogTable } from '../glue/catalog';
export { missingDuckdbReason } from './duckdb';
export { duckdbType } from './hive-type';
export { runQuery } from './run-query';
export { writeFiles } from './table-files';
