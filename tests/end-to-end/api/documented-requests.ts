import { readFileSync } from 'node:fs';
import { UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import type { ApiCaller } from './api-caller';
import { operations, type SpecifiedOperation } from './specification-check';

/**
 * Returns the curl commands in docs/api.md, each of which has two lines: `curl -X PUT -H … -d 'BODY' 'URL'`.
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

/**
 * Returns the expected status of an example: success, or 404 for the command and the digest, which do not exist in these tests.
 */
const expectedStatus = ({ path, responses }: SpecifiedOperation) =>
  /\{(command|date)\}/.test(path) ? 404 : [...responses.keys()].find((status) => status < 300);

/** Runs the commands in docs/api.md in order. */
export function describeDocumentedRequests(caller: () => ApiCaller): void {
  test('every operation has a documented request, and the requests work when run in order', async () => {
    const { clientId } = caller().access;
    const pasted = requestsToPaste(clientId);
    // the introduction of docs/api.md assigns an owner to the device; the requests also assume that the device has a shadow
    const mine = { method: 'PUT', body: JSON.stringify({ owner: clientId }) };
    await caller().ask({ ...mine, path: '/devices/light-1/owner' });
    const payload = Buffer.from('{"state":{"reported":{"power":false}}}');
    await caller().clients.iotData.send(new UpdateThingShadowCommand({ thingName: 'light-1', payload }));
    expect(pasted).toHaveLength(operations.length);
    const answered = [];
    for (const [index, request] of pasted.entries())
      answered.push([operations[index]?.id, request.method, (await caller().ask(request)).status]);
    expect(answered).toEqual(operations.map((one) => [one.id, one.method, expectedStatus(one)]));
  });
}
