import * as http from 'node:http';
import * as https from 'node:https';
import { sign } from 'aws4';
import type { Sent } from './push';

interface Place {
  /** `https://API.execute-api.REGION.amazonaws.com/STAGE` */
  readonly url: string;
  readonly region: string;
  /** How long API Gateway may take to take a message for one page. */
  readonly withinMs: number;
}

/**
 * Pages, as API Gateway reaches them: `POST …/@connections/ID`, signed by the credentials of the environment. Not by the SDK,
 * whose client takes several times as long a message, and sends the first when it has prepared the last (docs/adr/0017).
 */
export function connections({ url, region, withinMs }: Place) {
  const { protocol, hostname, port, pathname } = new URL(url);
  const { request: open, Agent } = protocol === 'https:' ? https : http;
  // a socket a page, so that one that is slow keeps no other waiting, as far as 1,024 descriptors go (Lambda quotas)
  const agent = new Agent({ keepAlive: true, maxSockets: 800 });

  /** @returns the status of the answer @throws Error where there is none in time */
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
      const late = setTimeout(() => request.destroy(new Error('no answer in time')), withinMs);
      request.on('close', () => clearTimeout(late));
      request.on('error', (error) => {
        // the other side has closed what was kept open for the next message: this one it has not seen
        if (request.reusedSocket && 'code' in error && error.code === 'ECONNRESET') resolve(post(connection, body));
        else reject(error);
      });
      request.end(body);
    });
  };

  return {
    async send(connection: string, text: string): Promise<Sent> {
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
