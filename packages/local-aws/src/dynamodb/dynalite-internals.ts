import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import dynalite from 'dynalite';
import db from 'dynalite/db';
import updateParser, { type Section } from 'dynalite/db/updateParser';
import deleteItem from 'dynalite/validations/deleteItem';
import putItem from 'dynalite/validations/putItem';
import updateItem from 'dynalite/validations/updateItem';
import { fieldsOf } from '../gateway/json-api';
import type { DynamoAnswer, ItemChange } from './dynamo-answer';
import { type StagedWrites, stageWrites } from './staged-writes';

// This file depends on private modules and members of dynalite 4; dynalite-internals.test.ts fails if
// an upgrade changes them.

/**
 * Patches dynalite so that it closes the iterators of its database. dynalite ends a stream with the iterator's
 * `return()`, which abstract-level 3's iterators lack, so every Query and Scan would leave an iterator open, with a 4
 * KB block in LevelDB. Source: dynalite 4.0.0, db/index.js, `createKeyStream` and `createValueStream`.
 */
function closeIterators(): void {
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

const parameter = 'ReturnValuesOnConditionCheckFailure';

/**
 * Patches dynalite so that an error for a failed condition contains the item if the caller requests it. The error
 * contains the item that was compared, because dynalite compares under a lock. Source: DynamoDB API reference,
 * "PutItem", `ReturnValuesOnConditionCheckFailure`.
 */
function returnItemsOnConditionFailure(): void {
  for (const { types } of [putItem, updateItem, deleteItem])
    types[parameter] = { type: 'String', enum: ['ALL_OLD', 'NONE'] };
  const { checkConditional } = db;
  db.checkConditional = (data, existingItem) => {
    const failure = checkConditional(data, existingItem);
    if (failure != null && existingItem !== undefined && data[parameter] === 'ALL_OLD')
      failure.body['Item'] = existingItem;
    return failure;
  };
}

type Change = Omit<ItemChange, 'isExpiry'>;

/** Functions that record the changes to a database's items. */
const noteChanges = new WeakMap<object, (change: Change) => void>();

/** Patches dynalite so that it reports each change to an item. dynalite updates the indexes within each write. */
function reportChanges(): void {
  const { updateIndexes } = db;
  db.updateIndexes = (store, table, before, after, callback) => {
    const item = after ?? before;
    if (item !== undefined) {
      const keys = Object.fromEntries(table.KeySchema.map(({ AttributeName: name }) => [name, item[name]]));
      noteChanges.get(store)?.({ table: table.TableName, keys, before, after: after ?? undefined });
    }
    updateIndexes(store, table, before, after, callback);
  };
}

/** Returns the message for an item in which a key attribute of an index is empty. */
const emptyKey = (type: string, text: string) =>
  `One or more parameter values are not valid. ${text} The AttributeValue for a key attribute cannot contain an empty ${type === 'B' ? 'binary' : 'string'} value.`;

/**
 * Patches dynalite so that it rejects an empty key attribute of an index, in puts and in updates. Source: DynamoDB developer
 * guide, "HowItWorks.NamingRulesDataTypes".
 */
function rejectEmptyIndexKeys(): void {
  const { validateItem, updateIndexes } = db;
  const isEmpty = (item: Readonly<Record<string, unknown>>, attribute: string) =>
    Object.values(fieldsOf(item[attribute]))[0] === '';
  db.validateItem = (item, table) =>
    validateItem(item, table) ??
    db.traverseIndexes(table, (attribute, type, { IndexName: index }) => {
      if (!isEmpty(item, attribute)) return undefined;
      const reason = emptyKey(type, 'A value specified for a secondary index key is not supported.');
      return db.validationError(`${reason} IndexName: ${index}, IndexKey: ${attribute}`);
    });
  db.updateIndexes = (store, table, before, after, callback) => {
    const error = db.traverseIndexes(table, (attribute, type) => {
      // an item that an earlier version stored can still be updated
      if (after === null || !isEmpty(after, attribute) || isEmpty(before ?? {}, attribute)) return undefined;
      const what = 'The update expression attempted to update a secondary index key to a value that is not supported.';
      return db.validationError(emptyKey(type, what));
    });
    if (error === undefined) updateIndexes(store, table, before, after, callback);
    else callback(error);
  };
}

const isElement = ({ type, path }: Section) => type === 'remove' && typeof path.at(-1) === 'number';

/** Compares paths so that a later element of a list, and elements within it, come before an earlier element. */
function compareBackwards({ path: a }: Section, { path: b }: Section): number {
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (typeof part === 'number' && typeof other === 'number' && part !== other) return other - part;
  }
  return 0;
}

/**
 * Patches dynalite so that it removes elements of lists last, and from the end of a list. Each element of an update
 * expression refers to the list before the update, but dynalite would count from the list after earlier removals. Source:
 * DynamoDB developer guide, "Expressions.UpdateExpressions".
 */
function removeElementsBackwards(): void {
  const { parse } = updateParser;
  updateParser.parse = (expression, options) => {
    const parsed = parse(expression, options);
    if (typeof parsed === 'string') return parsed;
    const elements = parsed.sections.filter(isElement).sort(compareBackwards);
    return { ...parsed, sections: [...parsed.sections.filter((section) => !isElement(section)), ...elements] };
  };
}

// patching the modules once is enough for all servers
closeIterators();
returnItemsOnConditionFailure();
reportChanges();
removeElementsBackwards();
rejectEmptyIndexKeys();

/** dynalite server, with its staged writes for transactions. */
export interface Dynalite {
  readonly server: Server;
  readonly staged: StagedWrites;
  /** Starts recording changes, but only changes in the given tables. */
  watch(tables: ReadonlySet<string>): void;
  /** Marks later changes as deletions of expired items. */
  markExpiry(isExpiry: boolean): void;
}

/**
 * Creates a dynalite server.
 * @param path folder for the LevelDB database; undefined keeps tables in memory
 */
export function createDynalite(path: string | undefined): Dynalite {
  const { create } = db;
  let staged: StagedWrites | undefined;
  let watched: ReadonlySet<string> = new Set();
  let isExpiry = false;
  db.create = (options) => {
    const store = create(options);
    const writes = stageWrites(store.db);
    staged = writes;
    noteChanges.set(store, (change) => {
      if (watched.has(change.table)) writes.noteChange({ ...change, isExpiry });
    });
    return store;
  };
  try {
    const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, path });
    if (staged === undefined) throw new Error('this version of dynalite does not create its database at startup');
    return {
      server,
      staged,
      watch(tables) {
        watched = tables;
      },
      markExpiry(expires) {
        isExpiry = expires;
      },
    };
  } finally {
    db.create = create;
  }
}

/** Placeholder signature. dynalite requires a signature but does not verify it; the gateway has verified the caller's. */
const unsigned = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0',
  'x-amz-date': '20260101T000000Z',
  'content-type': 'application/x-amz-json-1.0',
};

/**
 * Returns a function that sends requests to a server without using a socket. Requests and responses have only the members
 * that dynalite uses, because creating complete Node.js objects would take as long as the rest of the call.
 */
export function requestsTo(server: Server) {
  const [handle] = server.listeners('request');
  if (handle === undefined)
    throw new Error('this version of dynalite has no "request" listener; update dynamodb/dynalite-internals.ts');
  return (operation: string, body: string, answered: (answer: Omit<DynamoAnswer, 'id'>) => void): void => {
    const request = Object.assign(new EventEmitter(), {
      method: 'POST',
      url: '/',
      headers: { ...unsigned, 'x-amz-target': `DynamoDB_20120810.${operation}` },
    });
    const headers = new Map<string, unknown>();
    const response = {
      statusCode: 200,
      setHeader: (name: string, value: unknown) => void headers.set(name, value),
      end: (answer: string) =>
        answered({ status: response.statusCode, crc32: String(headers.get('x-amz-crc32')), body: answer }),
    };
    handle.call(server, request, response);
    request.emit('data', Buffer.from(body));
    request.emit('end');
  };
}
