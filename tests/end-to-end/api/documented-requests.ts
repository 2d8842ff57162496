import { readFileSync } from 'node:fs';
import { UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import type { Asking } from './api-caller';
import { operations } from './specification-check';

/**
 * Returns the curl commands of docs/api.md: `curl -X PUT -H … -d 'BODY' 'URL'`, over two lines.
 * @param who client ID of the new owner
 */
function requestsToPaste(who: string) {
  const [, ...sections] = readFileSync('docs/api.md', 'utf8').split('\n## ');
  return sections.map((section) => {
    const line = section.match(/```\n(curl [\s\S]*?)\n```/)?.[1]?.replace(/\\\n\s*/g, '') ?? '';
    const owned = line
      .match(/ -d "(.*)" /)?.[1]
      ?.replaceAll('\\"', '"')
      .replace('$(npm run --silent token -- --who)', who);
    const body = line.match(/ -d '([^']*)'/)?.[1] ?? owned;
    return {
      method: line.match(/ -X (\w+)/)?.[1] ?? 'GET',
      path: line.match(/'http:\/\/127\.0\.0\.1:8080\/v1([^']*)'$/)?.[1] ?? line,
      ...(body !== undefined && { body }),
    };
  });
}

/** Runs the commands of docs/api.md in order. */
export function thePastedRequests(the: () => Asking): void {
  test('every operation has a documented request that works when run in order', async () => {
    const { clientId } = the().access;
    const pasted = requestsToPaste(clientId);
    // docs/api.md first assigns an owner to the device; it also assumes that the device has reported
    const mine = { method: 'PUT', body: JSON.stringify({ owner: clientId }) };
    await the().ask({ ...mine, path: '/devices/light-1/owner' });
    const payload = Buffer.from('{"state":{"reported":{"power":false}}}');
    await the().clients.iotData.send(new UpdateThingShadowCommand({ thingName: 'light-1', payload }));
    expect(pasted).toHaveLength(operations.length);
    const answered = [];
    for (const asked of pasted) {
      const { status } = await the().ask(asked);
      answered.push([`${asked.method} ${asked.path.split('?')[0]}`, status]);
    }
    expect(answered).toEqual([
      ['GET /devices', 200],
      ['GET /devices/light-1', 200],
      ['PUT /devices/light-1/owner', 204],
      ['GET /devices/light-1/power-commands', 200],
      ['POST /devices/light-1/power-commands', 202],
      // these commands do not exist
      ['GET /devices/light-1/power-commands/7c9e6679-7425-40de-944b-e07fc1f90ae7', 404],
      ['DELETE /devices/light-1/power-commands/7c9e6679-7425-40de-944b-e07fc1f90ae7', 404],
      ['POST /power-commands', 202],
      ['GET /power-commands/7c9e6679-7425-40de-944b-e07fc1f90ae7', 404],
      ['GET /devices/light-1/shadow', 200],
      ['GET /devices/light-1/shadow/history', 200],
      ['PUT /rooms/room1/owner', 204],
      ['GET /rooms/room1/telemetry', 200],
      // no digest was written for that day
      ['GET /digests/2026-11-24', 404],
    ]);
  });
}
