import { parseDenial } from './parse-denial';

const reason = 'certificate 1a2b3c4d is not authorized to perform: iot:Publish on resource: arn:aws:iot:x:0:topic/a';

test.each([
  ['on the screen', `12:00:01  ✗ light-1        iot:Publish on topic/a denied   ${reason}`],
  ['on the screen, in color', `\u001B[31m✗\u001B[39m light-1  iot:Publish on topic/a denied  ${reason}`],
  ['in JSON', JSON.stringify({ kind: 'refused', who: 'light-1', action: 'iot:Publish', resource: 'topic/a', reason })],
])('reads a denial %s', (_where, line) => {
  expect(parseDenial(line)).toEqual({ thing: 'light-1', action: 'iot:Publish', resource: 'topic/a' });
});

const foreign = 'certificate 2b4f0844 (attached to light-9, not to light-1) is not authorized to perform: iot:Connect';

test.each([
  ['on the screen', `✗ light-1  iot:Connect on client/light-1 denied  ${foreign}`],
  [
    'in JSON',
    JSON.stringify({
      kind: 'refused',
      who: 'light-1',
      thing: 'light-9',
      attachedThings: ['light-9'],
      action: 'iot:Connect',
      resource: 'client/light-1',
    }),
  ],
])('reads the thing of the certificate %s if the client ID is the name of another thing', (_where, line) => {
  expect(parseDenial(line)).toEqual({
    thing: 'light-9',
    clientId: 'light-1',
    action: 'iot:Connect',
    resource: 'client/light-1',
  });
});

test('prefers the ARN and the thing of a JSON line to the short names', () => {
  const arn = 'arn:aws:iot:ap-northeast-1:000000000000:topic/a';
  const line = {
    kind: 'refused',
    who: 'certificate 1a2b3c4d',
    thing: 'light-1',
    action: 'iot:Publish',
    resource: 'a',
    arn,
  };
  expect(parseDenial(JSON.stringify(line))).toEqual({ thing: 'light-1', action: 'iot:Publish', resource: arn });
});

test.each([
  '',
  '{"kind":"refused"',
  '{"kind":"published","topic":"a"}',
  '{"kind":"refused","who":"user","action":"s3:GetObject","resource":"b","reason":"r"}',
  '⇄ light-1  connected (MQTT 5)',
])('rejects %j', (line) => {
  expect(() => parseDenial(line)).toThrow('not a denial of a device: expected a line of npm start such as');
});
