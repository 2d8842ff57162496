import { AddPermissionCommand, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import type { EventLine } from '@himeshima/local-aws/testing';
import { generateKeyPair, SignJWT } from 'jose';
import * as z from 'zod';
import { account } from '../foreign-stack';
import type { ApiCaller } from './api-caller';
import { exampleRequest } from './example-request';
import { operations } from './specification-check';

/** Tests requests that API Gateway rejects before it invokes a function. */
export function describeRejectedRequests(caller: () => ApiCaller): void {
  const withToken = (token: string) => ({ authorization: `Bearer ${token}`, 'x-api-key': caller().access.key });
  const any = { path: '/devices' };

  describe.each(operations.map((operation) => [operation.id, operation] as const))('%s', (_, operation) => {
    test('requires a token', async () => {
      const { status, text } = await caller().send({
        ...exampleRequest(operation),
        headers: { 'x-api-key': caller().access.key },
      });
      expect({ status, json: JSON.parse(text) }).toEqual({
        status: 401,
        json: { title: 'Unauthorized', status: 401, detail: 'Unauthorized' },
      });
    });

    test('requires the scope of the operation, and rejects tokens with other scopes', async () => {
      const others = ['read', 'command', 'admin'].filter((scope) => scope !== operation.scope);
      const response = await caller().send({
        ...exampleRequest(operation),
        headers: withToken(await caller().token(...others)),
      });
      expect(response.status).toBe(401);
      const own = await caller().send({
        ...exampleRequest(operation),
        headers: withToken(await caller().token(operation.scope)),
      });
      expect([200, 202, 204, 404]).toContain(own.status);
    });

    test('requires an API key', async () => {
      const authorization = `Bearer ${await caller().token(operation.scope)}`;
      for (const headers of [{ authorization }, { authorization, 'x-api-key': 'guessed' }])
        expect((await caller().send({ ...exampleRequest(operation), headers })).status).toBe(403);
    });
  });

  describe('authentication', () => {
    const claims = async () => {
      const [, payload = ''] = (await caller().token('read')).split('.');
      return z.record(z.string(), z.unknown()).parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const refusalOf = async (token: string) => {
      const { status, text } = await caller().send({ ...any, headers: withToken(token) });
      return { status, ...z.object({ detail: z.string() }).parse(JSON.parse(text)) };
    };

    test('accepts a token with and without the word Bearer', async () => {
      const token = await caller().token('read');
      for (const authorization of [token, `Bearer ${token}`]) {
        const { status } = await caller().send({
          ...any,
          headers: { authorization, 'x-api-key': caller().access.key },
        });
        expect(status).toBe(200);
      }
    });

    test('rejects a token that is signed with another key', async () => {
      const { privateKey } = await generateKeyPair('RS256');
      const foreign = await new SignJWT(await claims())
        .setProtectedHeader({ alg: 'RS256', kid: 'local' })
        .sign(privateKey);
      expect(await refusalOf(foreign)).toEqual({ status: 401, detail: 'Unauthorized' });
    });

    test('rejects an unsigned token', async () => {
      expect((await refusalOf(`${part({ alg: 'none', typ: 'JWT' })}.${part(await claims())}.`)).status).toBe(401);
    });

    test('rejects a token that is signed with the public key as a shared secret', async () => {
      const keys = await fetch(
        new URL(
          `/${String((await claims())['iss'])
            .split('/')
            .at(-1)}/.well-known/jwks.json`,
          caller().platform.endpoint,
        ),
      );
      const published = await keys.text();
      const confused = await new SignJWT(await claims())
        .setProtectedHeader({ alg: 'HS256', kid: 'local' })
        .sign(Buffer.from(published));
      expect((await refusalOf(confused)).status).toBe(401);
    });

    test('rejects a token whose scope was changed', async () => {
      const [header, , signature] = (await caller().token('read')).split('.');
      const changed = `${header}.${part({ ...(await claims()), scope: 'himeshima/admin' })}.${signature}`;
      expect((await refusalOf(changed)).status).toBe(401);
    });

    test('issues a token only for the client’s scopes and with the client’s secret', async () => {
      await expect(caller().token('everything')).rejects.toThrow('no token for himeshima/everything: invalid_scope');
      const guessed = await fetch(caller().access.tokenUrl, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: caller().access.clientId,
          client_secret: 'guessed',
        }),
      });
      expect({ status: guessed.status, json: await guessed.json() }).toEqual({
        status: 400,
        json: { error: 'invalid_client' },
      });
    });

    test('rejects a token after an hour', async () => {
      const token = await caller().token('read');
      await caller().platform.advance(3601);
      expect(await refusalOf(token)).toEqual({ status: 401, detail: 'The incoming token has expired' });
    });
  });

  describe('request validation', () => {
    const validHeaders = async () => withToken(await caller().token('read', 'command', 'admin'));

    test('rejects an unknown path or method with the reason', async () => {
      const detail = 'Unknown path, or unsupported method';
      for (const request of [
        { path: '/' },
        { path: '/devices/light-1/secrets' },
        { path: '/devices', method: 'DELETE' },
      ]) {
        const { status, text } = await caller().send({ ...request, headers: await validHeaders() });
        expect({ status, json: JSON.parse(text) }).toEqual({
          status: 404,
          json: { title: 'Not Found', status, detail },
        });
      }
    });

    test('rejects a request without a required parameter, and reports its name', async () => {
      const { status, text } = await caller().send({
        path: '/rooms/room1/telemetry?kind=temp&from=',
        headers: await validHeaders(),
      });
      expect({ status, json: JSON.parse(text) }).toMatchObject({
        status: 400,
        json: { detail: 'Missing required request parameters: [from, to]' },
      });
    });

    test.each(['', '{', '[]', '{"power":"on"}', '{"power":true,"more":1}'])('rejects the body %j', async (body) => {
      const { status, text } = await caller().send({
        method: 'POST',
        path: '/devices/light-1/power-commands',
        body,
        headers: { ...(await validHeaders()), 'content-type': 'application/json' },
      });
      expect({ status, json: JSON.parse(text) }).toMatchObject({
        status: 400,
        json: { detail: 'Invalid request body' },
      });
    });

    test('passes a body of another content type to the function, which rejects the body', async () => {
      const headers = { ...(await validHeaders()), 'content-type': 'text/plain' };
      const request = { method: 'PUT', path: '/rooms/room1/owner', body: 'nobody', headers };
      expect((await caller().send(request)).status).toBe(400);
    });

    test('requires no token for a CORS preflight', async () => {
      const { status, headers } = await caller().send({ method: 'OPTIONS', path: '/rooms/room1/owner' });
      expect(status).toBe(204);
      expect(headers).toMatchObject({
        'access-control-allow-origin': 'http://localhost:5173',
        'access-control-allow-methods': 'PUT',
        'access-control-allow-headers': 'authorization,content-type,x-api-key,idempotency-key,x-trace-id',
      });
    });

    test('responds with 500 and notifies on-call staff if the API cannot invoke its function', async () => {
      const { clients, platform } = caller();
      const permission = { FunctionName: 'api', StatementId: 'rest-api' };
      await clients.lambda.send(new RemovePermissionCommand(permission));
      const response = await caller().send({ path: '/devices', headers: await validHeaders() });
      await clients.lambda.send(
        new AddPermissionCommand({
          ...permission,
          Action: 'lambda:InvokeFunction',
          Principal: 'apigateway.amazonaws.com',
          SourceArn: `arn:aws:execute-api:${clients.region}:${account}:*/v1/*`,
        }),
      );
      expect(response.status).toBe(500);
      const id = `request id  ${String(response.headers['x-amzn-requestid'])}`;
      const isAlertOfRequest = (event: EventLine) =>
        event['subject'] === 'API himeshima failed' && String(event['message']).includes(id);
      await platform.event(isAlertOfRequest, 'the alert', 30);
      expect((await caller().send({ path: '/devices', headers: await validHeaders() })).status).toBe(200);
    });
  });
}
