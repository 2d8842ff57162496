import { poll } from '@himeshima/local-aws/testing';
import { connectAsync } from 'mqtt';
import { identityOf } from '../../commands/demonstration/clients';
import { connectDevice } from '../../devices/device-connection';
import type { ForeignPlatform } from './foreign-platform';
import { requestByHttps } from './https-devices';

const columns = [
  'clientid() AS client',
  'principal() AS principal',
  'sourceip() AS ip',
  "get_mqtt_property('content_type') AS type",
  "get_mqtt_property('correlation_data') AS correlation",
  "get_user_properties('lamp') AS lamp",
].join(', ');

/** Rule that evaluates SQL functions on messages to room/who and republishes their results to told/who. */
export const publisherRule = {
  aws_iot_topic_rule: {
    who_asks: {
      name: 'who_asks',
      enabled: true,
      sql: `SELECT ${columns} FROM 'room/who'`,
      sql_version: '2016-03-23',
      republish: [{ role_arn: 'arn:aws:iam::000000000000:role/tells', topic: 'told/who', qos: 1 }],
    },
  },
};

/** Tests the SQL functions for a message's publisher and header. */
export function describePublisherFunctions(foreign: () => ForeignPlatform): void {
  /** Returns the rule's output for the messages that `publish` sends. */
  async function ruleOutput(publish: () => Promise<unknown>): Promise<unknown> {
    const { platform } = foreign();
    const watcher = await connectDevice(platform.mqttUrl, identityOf(platform.directory, 'watcher'));
    const received: unknown[] = [];
    watcher.on('message', (_, payload) => received.push(JSON.parse(payload.toString())));
    await watcher.subscribeAsync('told/who', { qos: 1 });
    await publish();
    const found = await poll(() => received[0], "the rule's output");
    await watcher.endAsync();
    return found;
  }

  describe('a rule', () => {
    test("returns the client, the client's address, and the header of an MQTT 5 message", async () => {
      const { platform } = foreign();
      const { key, certificate: cert, authority: ca } = identityOf(platform.directory, 'lamp');
      const device = await connectAsync(platform.mqttUrl, { key, cert, ca, clientId: 'lamp', protocolVersion: 5 });
      const properties = {
        contentType: 'application/json',
        correlationData: Buffer.from('seven'),
        userProperties: { lamp: ['left', 'right'], room: 'hall' },
      };
      expect(await ruleOutput(() => device.publishAsync('room/who', '{}', { qos: 1, properties }))).toEqual({
        client: 'lamp',
        principal: expect.stringMatching(/^[0-9a-f]{64}$/),
        ip: '127.0.0.1',
        type: 'application/json',
        correlation: Buffer.from('seven').toString('base64'),
        lamp: ['left', 'right'],
      });
      await device.endAsync();
    });

    test('returns the certificate and address of an HTTPS publisher, which has no client ID', async () => {
      const path = '/topics/room%2Fwho?qos=1';
      expect(await ruleOutput(() => requestByHttps(foreign(), 'lamp', { path, body: '{}' }))).toEqual({
        client: 'n/a',
        principal: expect.stringMatching(/^[0-9a-f]{64}$/),
        ip: '127.0.0.1',
      });
    });
  });
}
