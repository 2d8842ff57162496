// Declares the members of @duckdb/node-api that the code uses, so that it compiles without this optional package.
declare module '@duckdb/node-api' {
  export interface DuckDBType {
    toString(): string;
  }
  export interface DuckDBResultReader {
    readonly currentRowCount: number;
    columnNames(): string[];
    columnTypes(): DuckDBType[];
    getRowsJson(): unknown[][];
  }
  export interface DuckDBPreparedStatement {
    readonly parameterCount: number;
    bindVarchar(place: number, value: string): void;
    bindBigInt(place: number, value: bigint): void;
    bindDouble(place: number, value: number): void;
    runAndReadAll(): Promise<DuckDBResultReader>;
    /** Reads at least the given number of rows, or all rows if there are fewer. */
    streamAndReadUntil(rows: number): Promise<DuckDBResultReader>;
  }
  export interface DuckDBConnection {
    run(sql: string): Promise<unknown>;
    runAndReadAll(sql: string): Promise<DuckDBResultReader>;
    prepare(sql: string): Promise<DuckDBPreparedStatement>;
    interrupt(): void;
    closeSync(): void;
  }
  export class DuckDBInstance {
    static create(path: string, options: Record<string, string>): Promise<DuckDBInstance>;
    connect(): Promise<DuckDBConnection>;
    closeSync(): void;
  }
}
