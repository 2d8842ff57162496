import { poll } from '@himeshima/local-aws/testing';
import WebSocket from 'ws';
import { LiveAnswer, LiveMessage, subprotocol } from '../../contracts/live-messages';

/** Page that receives live updates as a browser does. */
export interface LivePage {
  readonly socket: WebSocket;
  /** Received messages, oldest first. */
  readonly messages: readonly LiveMessage[];
  ask(request: object): Promise<LiveAnswer>;
  /** Resolves with the first message that matches `fits`, including messages received before the call. */
  hears(fits: (message: LiveMessage) => boolean, what: string, seconds?: number): Promise<LiveMessage>;
  close(): void;
}

/** Connects a page. @throws Error if the handshake is rejected */
export async function openPage(url: string, token: string): Promise<LivePage> {
  const socket = new WebSocket(url, [subprotocol, token]);
  const messages: LiveMessage[] = [];
  const answers: LiveAnswer[] = [];
  socket.on('message', (data) => {
    const json: unknown = JSON.parse(data.toString());
    const message = LiveMessage.safeParse(json).data;
    if (message) messages.push(message);
    else answers.push(LiveAnswer.parse(json));
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    socket,
    messages,
    async ask(request) {
      const before = answers.length;
      socket.send(JSON.stringify(request));
      return poll(() => answers[before], `a response to ${JSON.stringify(request)}`);
    },
    hears: (fits, what, seconds) => poll(() => messages.find(fits), what, seconds),
    close: () => socket.terminate(),
  };
}

/** Returns the status of a rejected handshake. @param offered subprotocols, with the token last */
export const handshakeStatus = (url: string, ...offered: string[]) =>
  new Promise<number | undefined>((resolve, reject) => {
    const socket = new WebSocket(url, offered);
    socket.on('error', () => undefined);
    socket.once('unexpected-response', (_, response) => {
      response.resume();
      resolve(response.statusCode);
    });
    socket.once('open', () => {
      socket.terminate();
      reject(new Error('the connection was accepted'));
    });
  });
