import * as z from 'zod';
import type { Target } from './target';

const Page = z.looseObject({});

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** API user, with a token and a client's API key. */
export interface Person {
  /** `sub` claim of the token, which identifies the user. */
  readonly sub: string;
  readonly token: string;
  ask(method: string, path: string, body?: object): Promise<Answer>;
}

/** Returns a user with a token. @param scopes the token's scopes: `read`, `command`, `admin` */
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
      return { status: response.status, body: text === '' ? undefined : Page.parse(JSON.parse(text)) };
    },
  };
}
