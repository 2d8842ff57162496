/** As much of it as is used here: it is installed by whoever asks the archive, and then has its own types. */
declare module '@duckdb/node-api' {
  interface Reader {
    columnNames(): string[];
    columnTypes(): { toString(): string }[];
    getRowsJson(): unknown[][];
  }
  interface Prepared {
    parameterCount: number;
    bindVarchar(place: number, value: string): void;
    bindDouble(place: number, value: number): void;
    bindBigInt(place: number, value: bigint): void;
    runAndReadAll(): Promise<Reader>;
  }
  interface Connection {
    run(sql: string): Promise<unknown>;
    prepare(sql: string): Promise<Prepared>;
    closeSync(): void;
  }
  export class DuckDBInstance {
    static create(path: string, options?: Record<string, string>): Promise<DuckDBInstance>;
    connect(): Promise<Connection>;
    closeSync(): void;
  }
}
