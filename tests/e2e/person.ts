import * as z from 'zod';
import type { Target } from './target';

const Page = z.looseObject({});

export interface Answer {
  readonly status: number;
  readonly said: unknown;
}

/** User of the API, with a token and the API key of a client. */
export interface Person {
  /** Claim `sub` of the token, which identifies the user. */
  readonly sub: string;
  readonly token: string;
  ask(method: string, path: string, body?: object): Promise<Answer>;
}

/** Returns a user with a token. @param scopes scopes of the token: `read`, `command`, `admin` */
export async function personAt(target: Target, ...scopes: readonly string[]): Promise<Person> {
  const { url, key, clientId: sub } = await target.access();
  const token = await target.token(...scopes);
  return {
    sub,
    token,
    async ask(method, path, body) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'x-api-key': key,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, said: text === '' ? undefined : Page.parse(JSON.parse(text)) };
    },
  };
}
