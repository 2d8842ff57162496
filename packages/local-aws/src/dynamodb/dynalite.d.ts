declare module 'dynalite' {
  import type { Server } from 'node:http';
  export default function dynalite(options: {
    createTableMs: number;
    deleteTableMs: number;
    updateTableMs: number;
    path?: string | undefined;
  }): Server;
}

/** Private module of dynalite 4. It can be imported, because the package does not restrict its exports. */
declare module 'dynalite/db' {
  interface ConditionFailure extends Error {
    body: Record<string, unknown>;
  }
  interface Iterator {
    close(): Promise<void>;
  }
  type Done = (error: unknown) => void;
  type Write = { type: 'put'; key: string; value: unknown } | { type: 'del'; key: string };
  /** abstract-level database, with callbacks. */
  export interface Database {
    get(key: string, callback: (error: unknown, value?: unknown) => void): void;
    put(key: string, value: unknown, callback: Done): void;
    del(key: string, callback: Done): void;
    batch(writes: readonly Write[], callback: Done): void;
    keys(range?: object): Iterator;
    values(range?: object): Iterator;
    attachResource(resource: Iterator): void;
    detachResource(resource: Iterator): void;
  }
  export interface IndexedTable {
    TableName: string;
    KeySchema: readonly { AttributeName: string }[];
  }
  type Item = Readonly<Record<string, unknown>>;
  const db: {
    /** Calls a function with each key attribute of each index, until it returns an error. */
    traverseIndexes(
      table: IndexedTable,
      visit: (attribute: string, type: string, index: { IndexName: string }) => Error | undefined,
    ): Error | undefined;
    validateItem(item: Item, table: IndexedTable): Error | undefined;
    validationError(message: string): Error;
    create(options: object): { db: Database };
    updateIndexes(
      store: object,
      table: IndexedTable,
      before: Item | undefined,
      after: Item | null,
      callback: Done,
    ): void;
    checkConditional(
      data: Record<string, unknown>,
      existingItem: object | undefined,
    ): ConditionFailure | null | undefined;
  };
  export default db;
}
declare module 'dynalite/db/updateParser' {
  export interface Section {
    type: 'set' | 'remove' | 'add' | 'delete';
    /** Path of the attribute; the index of an element in a list is a number. */
    path: readonly (string | number)[];
  }
  const parser: {
    /** Returns a parsed update expression, or an error message. */
    parse(expression: string, options: object): { sections: Section[] } | string;
  };
  export default parser;
}
declare module 'dynalite/validations/*' {
  const validation: { types: Record<string, object> };
  export default validation;
}
