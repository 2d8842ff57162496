import db from 'dynalite/db';

/**
 * Lets dynalite 4 close the iterators of its database. It ends a stream with the iterator's `return()`, which the iterators
 * of abstract-level 3 do not have: without this every Query and Scan keeps an iterator, and of LevelDB a block of 4 KB.
 * Source: dynalite 4.0.0, db/index.js, `createKeyStream` and `createValueStream`
 */
export function closeIterators(): void {
  const { create } = db;
  db.create = (options) => {
    const store = create(options);
    for (const method of ['keys', 'values'] as const) {
      const open = store.db[method].bind(store.db);
      store.db[method] = (range) => {
        const iterator = open(range);
        return Object.assign(iterator, { return: () => iterator.close() });
      };
    }
    return store;
  };
}
