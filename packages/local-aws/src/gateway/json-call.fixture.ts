import type { Principal } from '../iam/principal';
import type { ServiceApi } from './service-api';

const tester: Principal = { kind: 'user', name: 'tester' };

/**
 * Calls a JSON API without the gateway.
 * @returns the parsed response
 * @throws AwsError if the call fails
 */
export const jsonCall =
  (api: ServiceApi, principal = tester) =>
  async (operation: string, input: object): Promise<unknown> => {
    const answer = await api({
      service: '',
      principal,
      cause: undefined,
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Service.${operation}` },
      body: Buffer.from(JSON.stringify(input)),
    });
    return JSON.parse(Buffer.from(answer.body).toString('utf8'));
  };
