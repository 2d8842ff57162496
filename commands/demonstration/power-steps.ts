import { GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetThingShadowCommand, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { startLight } from '../../devices/light';
import { type Clients, identityOf } from './clients';
import { check, lightOf, type Step, type Story } from './story';

const Shadow = z.object({
  state: z.object({
    desired: z.object({ power: z.boolean() }).optional(),
    reported: z.object({ power: z.boolean() }).optional(),
    delta: z.unknown().optional(),
  }),
});

async function shadowOf({ clients }: Story, thing: string) {
  const { payload } = await clients.iotData.send(new GetThingShadowCommand({ thingName: thing }));
  return Shadow.parse(JSON.parse(Buffer.from(payload ?? []).toString('utf8'))).state;
}

export const connects: Step = {
  title: 'light-1 connects with its certificate',
  async run(story) {
    const { platform } = story;
    story.light = await startLight(platform.mqttUrl, identityOf(platform.directory, 'light-1'));
    const event = await platform.event(({ kind }) => kind === 'connected', 'the connection');
    return [check('client', 'light-1', event['clientId'])];
  },
};

export const obeysItsShadow: Step = {
  title:
    'an application sets the desired power to on; the device receives the delta, switches on and reports its state',
  async run(story) {
    const payload = Buffer.from(JSON.stringify({ state: { desired: { power: true } } }));
    await story.clients.iotData.send(new UpdateThingShadowCommand({ thingName: 'light-1', payload }));
    const light = lightOf(story);
    await poll(() => (light.power ? true : undefined), 'the light switching on');
    const state = await poll(async () => {
      const current = await shadowOf(story, 'light-1');
      return current.reported === undefined ? undefined : current;
    }, 'the report in the shadow');
    return [
      check('delta', { power: true }, z.object({ state: z.unknown() }).parse(light.deltas[0]).state),
      check('shadow', { desired: { power: true }, reported: { power: true } }, state),
    ];
  },
};

/** Returns the item of light-1 in the device-power table. */
export async function devicePower({ dynamodb }: Clients) {
  const get = new GetItemCommand({ TableName: 'device-power', Key: { thing: { S: 'light-1' } }, ConsistentRead: true });
  return (await dynamodb.send(get)).Item;
}

export const isRemembered: Step = {
  title: 'the rule matches; power-on stores the time at which light-1 was switched on',
  async run({ clients }) {
    const item = await poll(() => devicePower(clients), 'the item in device-power');
    const since = Number(item['since']?.N);
    return [
      check('device-power', { thing: 'light-1', power: true }, { thing: item['thing']?.S, power: item['power']?.BOOL }),
      {
        expected: '`since` is within the last minute',
        readBack: Number.isNaN(since) ? 'never' : new Date(since).toISOString(),
        holds: Math.abs(Date.now() - since) < 60_000,
      },
    ];
  },
};

export const isInHistory: Step = {
  title: 'the documents rule stored the shadow before and after the change',
  async run({ clients }) {
    const { Items = [] } = await clients.dynamodb.send(
      new QueryCommand({
        TableName: 'shadow-history',
        KeyConditionExpression: 'thing = :thing',
        ExpressionAttributeValues: { ':thing': { S: 'light-1' } },
      }),
    );
    const reported = Items.at(-1)?.['current']?.M?.['state']?.M?.['reported']?.M?.['power']?.BOOL;
    const before = Items.at(-1)?.['previous']?.M?.['state']?.M?.['reported'];
    return [
      check(
        'versions',
        ['1', '2'],
        Items.map((item) => item['version']?.N),
      ),
      check('previous and current reported.power', [null, true], [before ?? null, reported]),
    ];
  },
};
