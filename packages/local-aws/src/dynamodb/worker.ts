// The thread that runs dynalite. Requests come and go as messages, so that no port is opened beside the gateway's.
import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';
import { z } from 'zod';
import { type DynamoAnswer, type DynamoCall, failed } from './answers';
import { closeIterators } from './closed-iterators';
import { returnItemsOnConditionFailure } from './condition-failure';
import { withoutNulls } from './nulls';

// in memory without a path; with one in LevelDB, whose writes are with the kernel before dynalite answers
const { path } = z.object({ path: z.string().optional() }).parse(workerData);
closeIterators();
returnItemsOnConditionFailure();
const server: Server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, path });
const [handle] = server.listeners('request');
const port = parentPort;
if (port === null || handle === undefined) throw new Error('the DynamoDB worker runs only as a thread of the platform');

/** dynalite wants to see a signature, but judges none; the gateway has verified the caller's. */
const unsigned = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host;x-amz-date, Signature=0',
  'x-amz-date': '20260101T000000Z',
  'content-type': 'application/x-amz-json-1.0',
};

/** Which call is at work, in whatever dynalite does later for its sake. */
const current = new AsyncLocalStorage<number>();

/** Of classic-level: the other codes are of what it was asked. */
const ofStorage: ReadonlySet<unknown> = new Set(['LEVEL_IO_ERROR', 'LEVEL_CORRUPTION']);

// what dynalite did not expect of a call fails that call; a disk that takes nothing fails every one
process.on('uncaughtException', (error) => {
  const id = current.getStore();
  if (id === undefined || ('code' in error && ofStorage.has(error.code))) throw error;
  port.postMessage(failed(id, error));
});

// Only what dynalite asks of a request and does with a response: node's own, without a socket, take as long as dynalite.
const answer = ({ id, operation, body }: DynamoCall): void => {
  const request = Object.assign(new EventEmitter(), {
    method: 'POST',
    url: '/',
    headers: { ...unsigned, 'x-amz-target': `DynamoDB_20120810.${operation}` },
  });
  const headers = new Map<string, unknown>();
  const response = {
    statusCode: 200,
    setHeader: (name: string, value: unknown) => void headers.set(name, value),
    end(answered: string) {
      const crc32 = String(headers.get('x-amz-crc32'));
      port.postMessage({ id, status: response.statusCode, crc32, body: answered } satisfies DynamoAnswer);
    },
  };
  handle.call(server, request, response);
  request.emit('data', Buffer.from(withoutNulls(body)));
  request.emit('end');
};

port.on('message', (call: DynamoCall) => {
  try {
    current.run(call.id, answer, call);
  } catch (error) {
    port.postMessage(failed(call.id, error));
  }
});
