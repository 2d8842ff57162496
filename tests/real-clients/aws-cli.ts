import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ended, onPath } from './command-line';
import { whereInstalled } from './optional-client';
import type { ThePlatform } from './running-platform';

const missing = onPath('aws') === undefined ? 'aws is not on the PATH: install the AWS CLI, version 1 or 2' : undefined;

const Things = z.object({ things: z.array(z.object({ thingName: z.string() })) });
const Retained = z.object({ retainedTopics: z.array(z.object({ topic: z.string() })) });
const Message = z.object({ payload: z.base64() });

/** Tests the AWS CLI, version 1 or 2, configured only with the platform's profile. */
export function byTheAwsCli(the: ThePlatform): void {
  const aws = (...args: readonly string[]) =>
    ended('aws', args, {
      AWS_CONFIG_FILE: the().platform.awsConfig,
      AWS_PROFILE: 'himeshima',
      AWS_DEFAULT_OUTPUT: 'json',
      AWS_PAGER: '',
    });
  const said = async (...args: readonly string[]): Promise<unknown> => {
    const { code, printed, complained } = await aws(...args);
    if (code !== 0) throw new Error(`aws ${args.join(' ')} ended with ${code}: ${complained}`);
    return printed === '' ? undefined : JSON.parse(printed);
  };
  const file = (name: string) => join(the().platform.directory, name);
  /** Returns arguments that pass the payload as a file. AWS CLI 2 would decode an inline payload as base64. */
  const payloadOf = (text: string) => {
    writeFileSync(file('cli-payload'), text);
    return ['--payload', `fileb://${file('cli-payload')}`];
  };

  whereInstalled('the AWS CLI', missing, () => {
    test('lists and describes things', async () => {
      const { things } = Things.parse(await said('iot', 'list-things'));
      expect(things.map(({ thingName }) => thingName)).toEqual(expect.arrayContaining(['light-1', 'sensor-1']));
      const described = await said('iot', 'describe-thing', '--thing-name', 'light-1');
      expect(described).toMatchObject({ thingName: 'light-1', thingTypeName: 'light' });
    });

    test('publishes and reads a retained message', async () => {
      await said('iot-data', 'publish', '--topic', 'cli/news', '--qos', '1', '--retain', ...payloadOf('hello'));
      const { retainedTopics } = Retained.parse(await said('iot-data', 'list-retained-messages'));
      expect(retainedTopics.map(({ topic }) => topic)).toContain('cli/news');
      const { payload } = Message.parse(await said('iot-data', 'get-retained-message', '--topic', 'cli/news'));
      expect(Buffer.from(payload, 'base64').toString()).toBe('hello');
    });

    test('updates and reads a shadow, and reports a missing shadow with the AWS IoT error', async () => {
      const thing = ['--thing-name', 'sensor-1'];
      const desired = { asked: 'by the AWS CLI' };
      const update = [
        'iot-data',
        'update-thing-shadow',
        ...thing,
        ...payloadOf(JSON.stringify({ state: { desired } })),
      ];
      await said(...update, file('cli-updated'));
      await said('iot-data', 'get-thing-shadow', ...thing, file('cli-shadow'));
      expect(JSON.parse(readFileSync(file('cli-shadow'), 'utf8'))).toMatchObject({
        state: { desired, delta: desired },
      });
      const absent = await aws('iot-data', 'get-thing-shadow', ...thing, '--shadow-name', 'none', file('cli-none'));
      expect(absent.code).not.toBe(0);
      expect(absent.complained).toContain(
        "(ResourceNotFoundException) when calling the GetThingShadow operation: No shadow exists with name: 'none'",
      );
    });
  });
}
