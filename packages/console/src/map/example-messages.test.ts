import { exampleMessages, publishCommand } from './example-messages';
import { map } from './map.fixture';

test('suggests topics that rules receive, and then shadow updates', () => {
  expect(exampleMessages(map, ['lamp'])).toEqual([
    { thing: 'lamp', topic: 'Sensor/lamp/lamp', payload: '{"device":"lamp","value":21.5}' },
    { thing: 'lamp', topic: '$aws/things/lamp/shadow/update', payload: '{"state":{"reported":{"example":true}}}' },
  ]);
});

test('quotes paths, the topic and the payload for the shell', () => {
  const example = { thing: 'lamp', topic: '$aws/things/lamp/shadow/update', payload: "it's" };
  expect(publishCommand(example, { endpoints: { mqtt: 'mqtts://127.0.0.1:8884' }, directory: '.my platform' })).toBe(
    `mosquitto_pub --cafile '.my platform/ca.pem' --cert '.my platform/devices/lamp/cert.pem' \\
  --key '.my platform/devices/lamp/key.pem' -h 127.0.0.1 -p 8884 -i lamp -q 1 \\
  -t '$aws/things/lamp/shadow/update' -m 'it'\\''s'`,
  );
});
