import { request } from 'node:https';
import { poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { identityOf } from '../../commands/demonstration/clients';
import { connectDevice } from '../../devices/device-connection';
import type { ForeignPlatform } from './foreign-platform';
import { connectRecording } from './recording-client';

interface DeviceRequest {
  readonly method?: string;
  readonly path: string;
  readonly body?: string | Uint8Array;
  readonly alpn?: string;
}

const ErrorBody = z.object({ message: z.string(), traceId: z.uuid() });

/** Sends a request with a thing's certificate. */
export function requestByHttps(
  { platform }: ForeignPlatform,
  thing: string,
  { path, method = 'POST', body = '', alpn = 'http/1.1' }: DeviceRequest,
) {
  const { key, certificate: cert, authority: ca } = identityOf(platform.directory, thing);
  const { hostname, port } = new URL(platform.mqttUrl);
  const tls = { key, cert, ca, ALPNProtocols: [alpn] };
  return new Promise<{ status: number | undefined; json: unknown }>((resolve, reject) => {
    const outgoing = request({ hostname, port, path, method, agent: false, ...tls }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, json: JSON.parse(text) }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Tests device calls over HTTPS. `lamp` may use the shadow of its connected thing, and topics below room/. */
export function describeHttpsDevices(foreign: () => ForeignPlatform): void {
  describe('a device that uses HTTPS', () => {
    test.each(['x-amzn-http-ca', 'http/1.1'])('publishes, as %s', async (alpn) => {
      const received: string[] = [];
      const { platform } = foreign();
      const listener = await connectDevice(platform.mqttUrl, identityOf(platform.directory, 'watcher'));
      listener.on('message', (topic, payload) => received.push(`${topic} ${payload}`));
      await listener.subscribeAsync('room/1');
      const { status, json } = await requestByHttps(foreign(), 'lamp', {
        path: '/topics/room%2F1?qos=1',
        body: alpn,
        alpn,
      });
      expect(status).toBe(200);
      expect(ErrorBody.parse(json).message).toBe('OK');
      await poll(() => received.length > 0 || undefined, 'the message');
      expect(received).toEqual([`room/1 ${alpn}`]);
      await listener.endAsync();
    });

    test('limits the message expiry to seven days; larger values do not disconnect subscribers', async () => {
      const listener = await connectRecording(foreign(), 'watcher', {
        clientId: 'lasting-listener',
        protocolVersion: 5,
      });
      await listener.client.subscribeAsync('room/2');
      for (const seconds of [60, 99_999_999_999]) {
        const path = `/topics/room%2F2?messageExpiry=${seconds}`;
        expect(await requestByHttps(foreign(), 'lamp', { path, body: 'x' })).toMatchObject({ status: 200 });
      }
      await poll(() => listener.packets.length > 1 || undefined, 'both messages');
      const expiries = listener.packets.map(({ properties }) => properties?.messageExpiryInterval);
      expect(expiries).toEqual([60, 604_800]);
      await listener.client.endAsync();
    });

    test('reads and writes shadows as its policy allows', async () => {
      const path = '/things/watcher/shadow';
      const body = JSON.stringify({ state: { reported: { by: 'https' } } });
      expect(await requestByHttps(foreign(), 'watcher', { path, body })).toMatchObject({
        status: 200,
        json: { version: 1 },
      });
      const read = await requestByHttps(foreign(), 'watcher', { method: 'GET', path });
      expect(read).toMatchObject({ status: 200, json: { state: { reported: { by: 'https' } } } });
      const names = '/api/things/shadow/ListNamedShadowsForThing/watcher';
      expect(await requestByHttps(foreign(), 'watcher', { method: 'GET', path: names })).toMatchObject({
        json: { results: [] },
      });
      expect(await requestByHttps(foreign(), 'watcher', { method: 'DELETE', path })).toMatchObject({ status: 200 });
      expect(await requestByHttps(foreign(), 'watcher', { method: 'GET', path })).toMatchObject({ status: 404 });
    });

    test.each([
      ['to a topic that its policy does not allow', { path: '/topics/hall%2F1' }],
      ['to a retained message, which requires RetainPublish', { path: '/topics/room%2F1?retain=true' }],
      [
        'to its shadow, because an HTTPS client is not attached to a thing',
        { method: 'GET', path: '/things/lamp/shadow' },
      ],
      ['to another thing', { method: 'POST', path: '/things/watcher/shadow', body: '{"state":{}}' }],
    ])('denies a device access %s', async (_, deviceRequest) => {
      const { status, json } = await requestByHttps(foreign(), 'lamp', deviceRequest);
      expect([status, ErrorBody.parse(json).message]).toEqual([403, 'Forbidden']);
    });

    test.each([
      ['a message that is one byte too large', { path: '/topics/room%2F1', body: new Uint8Array(128 * 1024 + 1) }, 413],
      ['an unknown QoS', { path: '/topics/room%2F1?qos=2' }, 400],
      ['a flag that is neither true nor false', { path: '/topics/room%2F1?retain=TRUE' }, 400],
      ['an invalid topic', { path: '/topics/room%2F%23' }, 400],
      ['an invalid expiry', { path: '/topics/room%2F1?messageExpiry=soon' }, 400],
      ['an invalid response topic', { path: '/topics/room%2F1?responseTopic=room%2F%23' }, 400],
      ['an empty response topic', { path: '/topics/room%2F1?responseTopic=' }, 400],
      ['a NUL in the content type', { path: '/topics/room%2F1?contentType=%00' }, 400],
      [
        'an event topic, to which only AWS IoT publishes',
        { path: '/topics/%24aws/events/presence/connected/lamp' },
        400,
      ],
      ['a topic with an unknown $ prefix', { path: '/topics/%24room' }, 400],
    ])('returns the documented status for %s', async (_, deviceRequest, status) => {
      expect((await requestByHttps(foreign(), 'watcher', deviceRequest)).status).toBe(status);
    });
  });
}
