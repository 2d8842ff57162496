import { Agent, request as httpRequest } from 'node:http';
import { type ApiAccess, readApiAccess, requestToken } from '@himeshima/local-aws/api-access';
import type { LocalAwsProcess } from '@himeshima/local-aws/testing';
import type { Clients } from '../../../commands/demonstration/clients';
import { type Answer, operations, outsideOfSpecification } from './specification-check';

export interface ApiRequest {
  /** Path as sent, without normalization: `/devices/light-1`. */
  readonly path: string;
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Caller of the API on the platform that these tests share. */
export interface ApiCaller {
  readonly platform: LocalAwsProcess;
  readonly clients: Clients;
  readonly access: ApiAccess;
  /** Responses that the specification does not describe. The tests expect this list to be empty. */
  readonly strange: readonly string[];
  /** Returns a token with exactly these scopes, for example `read`. */
  token(...scopes: string[]): Promise<string>;
  /** Sends a request unchanged. */
  send(request: ApiRequest): Promise<Answer>;
  /** Sends a request with an API key and a token that has all scopes. */
  ask(request: ApiRequest): Promise<Answer & { readonly json: unknown }>;
  close(): void;
}

const scopes = ['read', 'command', 'admin'];

export function createApiCaller(platform: LocalAwsProcess, clients: Clients): ApiCaller {
  const access = readApiAccess(platform.directory);
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const strange: string[] = [];
  const token = (...names: string[]) =>
    requestToken(
      access,
      names.map((name) => `himeshima/${name}`),
    );
  let all: Promise<string> | undefined;

  const send = async ({ path, method = 'GET', body, headers = {} }: ApiRequest): Promise<Answer> => {
    const answer = await sendRequest({ path, method, headers, ...(body !== undefined && { body }) }, access.url, agent);
    const operation = operationAt(method, path);
    if (method !== 'OPTIONS')
      strange.push(...outsideOfSpecification(operation, answer).map((one) => `${method} ${path}: ${one}`));
    return answer;
  };

  return {
    platform,
    clients,
    access,
    strange,
    token,
    send,
    async ask(request) {
      all ??= token(...scopes);
      const type = request.body === undefined ? {} : { 'content-type': 'application/json' };
      const who = { authorization: `Bearer ${await all}`, 'x-api-key': access.key };
      const answer = await send({ ...request, headers: { ...who, ...type, ...request.headers } });
      const json: unknown = answer.text === '' ? undefined : JSON.parse(answer.text);
      return { ...answer, json };
    },
    close: () => agent.destroy(),
  };
}

function operationAt(method: string, path: string) {
  const parts = (path.split('?')[0] ?? '').split('/');
  const fits = (template: string) => {
    const segments = template.split('/');
    return (
      segments.length === parts.length &&
      segments.every((part, index) => (part.startsWith('{') ? parts[index] !== '' : part === parts[index]))
    );
  };
  return operations.find((one) => one.method === method && fits(one.path));
}

function sendRequest(
  { path, method, body, headers }: ApiRequest & { readonly method: string },
  base: string,
  agent: Agent,
): Promise<Answer> {
  const { hostname, port, pathname } = new URL(base);
  return new Promise((resolve, reject) => {
    const options = { hostname, port, path: `${pathname}${path}`, method, headers: { ...headers }, agent };
    const request = httpRequest(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}
