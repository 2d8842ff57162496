import { join } from 'node:path';
import { GetThingShadowCommand, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { poll } from '@himeshima/local-aws/testing';
import { shadowTopics } from '../../contracts/topics';
import { onPath, runProgram, startProgram } from './command-line';
import { describeIfInstalled } from './optional-client';
import { portOf, type ThePlatform } from './running-platform';

const missing =
  onPath('mosquitto_pub') === undefined || onPath('mosquitto_sub') === undefined
    ? 'mosquitto_pub and mosquitto_sub are not on the PATH: install mosquitto-clients'
    : undefined;
const versions = ['mqttv311', 'mqttv5'];
const topics = shadowTopics('light-1');

/** Tests the mosquitto commands in the README. */
export function describeMosquitto(runningPlatform: ThePlatform): void {
  const asDevice = (thing: string, clientId = thing) => {
    const folder = join(runningPlatform().platform.directory, 'devices', thing);
    const tls = ['--cafile', join(runningPlatform().platform.directory, 'ca.pem')];
    const own = ['--cert', join(folder, 'cert.pem'), '--key', join(folder, 'key.pem')];
    return ['-h', '127.0.0.1', '-p', String(portOf(runningPlatform())), '-i', clientId, '-q', '1', ...tls, ...own];
  };

  describeIfInstalled('mosquitto_pub and mosquitto_sub', missing, () => {
    test.each(versions)('mosquitto_sub receives shadow documents over %s', async (version) => {
      const listening = [...asDevice('light-1'), '-V', version, '-v', '-t', topics.accepted];
      const subscriber = startProgram('mosquitto_sub', listening);
      const payload = Buffer.from(JSON.stringify({ state: { desired: { by: version } } }));
      const update = new UpdateThingShadowCommand({ thingName: 'light-1', payload });
      // repeat the update until the client has subscribed
      const updateAndRead = async () => {
        await runningPlatform().clients.iotData.send(update);
        return subscriber.lines[0];
      };
      const line = await poll(updateAndRead, 'the update', 10, 200);
      await subscriber.stop();
      expect(line.startsWith(`${topics.accepted} {`)).toBe(true);
      expect(line).toContain(`"by":"${version}"`);
    });

    test.each(versions)('mosquitto_pub updates a shadow over %s', async (version) => {
      const payload = JSON.stringify({ state: { reported: { sent: version } } });
      const sent = [...asDevice('light-1'), '-V', version, '-t', topics.update, '-m', payload];
      expect(await runProgram('mosquitto_pub', sent)).toEqual({ code: 0, printed: '', complained: '' });
      // wait for the change, because a message is acknowledged before the shadow changes
      const findUpdate = async () => {
        const { payload = [] } = await runningPlatform().clients.iotData.send(
          new GetThingShadowCommand({ thingName: 'light-1' }),
        );
        return Buffer.from(payload).toString().includes(`"sent":"${version}"`) ? true : undefined;
      };
      await poll(findUpdate, 'the report in the shadow');
    });

    test.each(versions)('mosquitto_pub exits with an error for a denied action over %s', async (version) => {
      const foreign = [...asDevice('light-1', 'sensor-1'), '-V', version, '-t', topics.update, '-m', '{}'];
      const result = await runProgram('mosquitto_pub', foreign);
      expect(result.code).not.toBe(0);
      expect(result.complained).toMatch(/not authori[sz]ed/i);
    });
  });
}
