import * as http from 'node:http';
import * as https from 'node:https';
import { sign } from 'aws4';
import type { SendOutcome } from './push';

interface ConnectionsOptions {
  /** URL of the stage: `https://API.execute-api.REGION.amazonaws.com/STAGE`. */
  readonly url: string;
  readonly region: string;
  /** Timeout for each message, in ms. */
  readonly withinMs: number;
}

/**
 * Creates a sender for messages to WebSocket connections. It calls `POST …/@connections/ID`, signed with the credentials in the environment
 * variables. The SDK's client takes several times as long per message and does not send the first message until all messages are prepared
 * (docs/adr/0017).
 */
export function connections({ url, region, withinMs }: ConnectionsOptions) {
  const { protocol, hostname, port, pathname } = new URL(url);
  const { request: open, Agent } = protocol === 'https:' ? https : http;
  // One socket per connection, so a slow page does not delay others. The maximum stays within Lambda's limit of 1,024 file
  // descriptors (Lambda quotas).
  const agent = new Agent({ keepAlive: true, maxSockets: 800 });

  /** Posts a message and returns the status of the response. @throws Error on a timeout or a failed connection */
  const post = (connection: string, body: string): Promise<number> => {
    const path = `${pathname}/@connections/${encodeURIComponent(connection)}`;
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const signed = sign({ service: 'execute-api', region, method: 'POST', hostname, port, path, headers, body });
    return new Promise((resolve, reject) => {
      const request = open({ hostname, port, path, method: 'POST', headers: signed.headers, agent }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
        response.on('error', reject);
      });
      const timeout = setTimeout(() => request.destroy(new Error('timed out')), withinMs);
      request.on('close', () => clearTimeout(timeout));
      request.on('error', (error) => {
        // the server closed the idle keep-alive connection before it received this message
        if (request.reusedSocket && 'code' in error && error.code === 'ECONNRESET') resolve(post(connection, body));
        else reject(error);
      });
      request.end(body);
    });
  };

  return {
    async send(connection: string, text: string): Promise<SendOutcome> {
      try {
        const status = await post(connection, text);
        if (status === 200) return 'sent';
        return status === 410 ? 'gone' : { failed: `status ${status}` };
      } catch (error) {
        return { failed: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}
