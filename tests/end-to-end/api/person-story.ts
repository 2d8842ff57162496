import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { identityOf } from '../../../commands/demonstration/clients';
import { belonging } from '../../../contracts/belongings';
import { startLight } from '../../../devices/light';
import { startSensor } from '../../../devices/sensor';
import type { ApiCaller } from './api-caller';

const Page = z.object({ devices: z.array(z.object({ thing: z.string() })), next: z.string().optional() });
const Readings = z.object({ readings: z.array(z.object({ value: z.number() })), next: z.string().optional() });

/** Tests a user's path through the API, from an empty account to the digest of a day. */
export function describePersonStory(caller: () => ApiCaller): void {
  const give = (what: string, owner = caller().access.clientId) =>
    caller().ask({ method: 'PUT', path: `${what}/owner`, body: JSON.stringify({ owner }) });

  describe('a user', () => {
    test('starts without devices, and sees a device that an administrator assigns', async () => {
      expect(await caller().ask({ path: '/devices' })).toMatchObject({ status: 200, json: { devices: [] } });
      expect(await caller().ask({ path: '/devices/light-1' })).toMatchObject({ status: 404 });
      expect(await give('/devices/light-1')).toMatchObject({ status: 204 });
      expect(await caller().ask({ path: '/devices' })).toMatchObject({ json: { devices: [{ thing: 'light-1' }] } });
      expect(await caller().ask({ path: '/devices/light-1' })).toMatchObject({
        status: 200,
        json: { thing: 'light-1', type: 'light', attributes: {} },
      });
      expect(await caller().ask({ path: '/devices/light-1/shadow' })).toMatchObject({ status: 404 });
    });

    test('sends a command to the device, and sees the new state in the shadow and the change in the history', async () => {
      const light = await startLight(caller().platform.mqttUrl, identityOf(caller().platform.directory, 'light-1'));
      const body = JSON.stringify({ power: true });
      const commanded = await caller().ask({ method: 'POST', path: '/devices/light-1/power-commands', body });
      expect(commanded).toMatchObject({ status: 202, json: { thing: 'light-1', power: true } });
      const shadow = await poll(async () => {
        const { json } = await caller().ask({ path: '/devices/light-1/shadow' });
        return JSON.stringify(json).includes('"reported"') ? json : undefined;
      }, 'the light reports that it is on');
      expect(shadow).toMatchObject({ state: { desired: { power: true }, reported: { power: true } } });
      const history = await poll(async () => {
        const { json } = await caller().ask({ path: '/devices/light-1/shadow/history' });
        return JSON.stringify(json).includes('"version":2') ? json : undefined;
      }, 'the second change');
      expect(history).toMatchObject({
        changes: [
          { version: 2, after: { desired: { power: true }, reported: { power: true } } },
          { version: 1, before: {}, after: { desired: { power: true } } },
        ],
      });
      await light.disconnect();
    });

    test('reads the measurements of a room page by page, in chronological order', async () => {
      const { platform } = caller();
      const identity = identityOf(platform.directory, 'sensor-1');
      const sensor = await startSensor(platform.mqttUrl, { identity, kind: 'temp', room: 'room1', now: Date.now });
      const first = await sensor.measure(20);
      for (const value of [21, 22, 23, 24]) await sensor.measure(value);
      await sensor.disconnect();
      await give('/rooms/room1');
      const span = `kind=temp&from=${new Date(first).toISOString()}&to=2099-01-01T00:00:00Z`;
      const read = async (query: string) =>
        Readings.parse((await caller().ask({ path: `/rooms/room1/telemetry?${span}&${query}` })).json);
      await poll(async () => ((await read('')).readings.length === 5 ? true : undefined), 'five measurements');
      const turned: number[] = [];
      for (let next: string | undefined = ''; next !== undefined; ) {
        const page: z.infer<typeof Readings> = await read(`limit=2${next === '' ? '' : `&next=${next}`}`);
        turned.push(...page.readings.map(({ value }) => value));
        next = page.next;
      }
      expect(turned).toEqual([20, 21, 22, 23, 24]);
    });

    test('reads consistent pages while devices are added and deleted', async () => {
      const { dynamodb } = caller().clients;
      const keyOf = (thing: string) => ({ id: { S: belonging.device(thing) } });
      const addOwnership = async (thing: string) => {
        const Item = { ...keyOf(thing), owner: { S: caller().access.clientId } };
        await dynamodb.send(new PutItemCommand({ TableName: 'belongings', Item }));
      };
      const removeOwnership = async (thing: string) => {
        await dynamodb.send(new DeleteItemCommand({ TableName: 'belongings', Key: keyOf(thing) }));
      };
      const names = Array.from({ length: 6 }, (_, index) => `page-${String(index * 2).padStart(2, '0')}`);
      for (const name of [...names, 'page-gone-0']) await addOwnership(name);
      const turned: string[] = [];
      for (let next: string | undefined = ''; next !== undefined; ) {
        const query: string = next === '' ? '' : `&next=${next}`;
        const page: z.infer<typeof Page> = Page.parse((await caller().ask({ path: `/devices?limit=2${query}` })).json);
        turned.push(...page.devices.map(({ thing }) => thing));
        // add a device whose name precedes the pages already read; on later pages, one device is deleted and one device is added
        await addOwnership(`aside-${turned.length}`);
        await removeOwnership(`page-gone-${turned.length - page.devices.length}`);
        await addOwnership(`page-gone-${turned.length}`);
        next = page.next;
      }
      expect(turned.filter((thing) => /^page-\d+$/.test(thing))).toEqual(names);
      expect(new Set(turned).size).toBe(turned.length);
    });

    test('reads the digest of a day once it is written, and gets 404 for another day', async () => {
      const fired = await fetch(`${caller().platform.endpoint}/_local/fire`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ schedule: 'timer-event', time: '2026-11-20T17:00:00Z' }),
      });
      expect(fired.status).toBe(200);
      const digest = await poll(async () => {
        const { status, json } = await caller().ask({ path: '/digests/2026-11-20' });
        return status === 200 ? json : undefined;
      }, 'the digest');
      expect(digest).toMatchObject({ date: '2026-11-20', devices: [], messages: 0 });
      expect(await caller().ask({ path: '/digests/2026-11-19' })).toMatchObject({ status: 404 });
      expect(await caller().ask({ path: '/digests/yesterday' })).toMatchObject({ status: 404 });
    });

    test('no longer sees a device that was assigned to another user', async () => {
      await give('/devices/light-1', 'somebody-else');
      await give('/rooms/room1', 'somebody-else');
      const [there, nowhere] = [
        await caller().ask({ path: '/devices/light-1' }),
        await caller().ask({ path: '/devices/none' }),
      ];
      expect(there).toMatchObject({ status: 404, json: nowhere.json });
      const body = JSON.stringify({ power: false });
      const command = { method: 'POST', path: '/devices/light-1/power-commands', body };
      expect(await caller().ask(command)).toMatchObject({ status: 404 });
      const span = 'kind=temp&from=2019-01-01T00:00:00Z&to=2099-01-01T00:00:00Z';
      expect(await caller().ask({ path: `/rooms/room1/telemetry?${span}` })).toMatchObject({ status: 404 });
    });
  });
}
