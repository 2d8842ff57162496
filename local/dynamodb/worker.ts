// The thread that runs dynalite. Requests come and go as messages, so that no port is opened beside the gateway's.
import type { Server } from 'node:http';
import { parentPort } from 'node:worker_threads';
import dynalite from 'dynalite';
import { type DispatchFunc, inject } from 'light-my-request';
import type { DynamoAnswer, DynamoCall } from './thread';

const server: Server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
const [handle] = server.listeners('request');
const port = parentPort;
if (port === null || handle === undefined) throw new Error('the DynamoDB worker runs only as a thread of the platform');

const dispatch: DispatchFunc = (request, response) => handle.call(server, request, response);

port.on('message', async (call: DynamoCall) => {
  const answer = await inject(dispatch, {
    method: 'POST',
    url: '/',
    headers: call.headers,
    payload: Buffer.from(call.body),
  });
  const reply: DynamoAnswer = {
    id: call.id,
    status: answer.statusCode,
    crc32: String(answer.headers['x-amz-crc32'] ?? ''),
    body: answer.payload,
  };
  port.postMessage(reply);
});
