import { draftOf, emptyDraft, propertiesOf } from './saved-messages';

const received = { topic: 'a', at: '2026-11-29T00:00:00Z', bytes: 1, qos: 1, retain: false, text: 'x' };

test('a draft repeats a received message with its MQTT 5 properties', () => {
  const properties = { contentType: 'text/plain', messageExpiry: 60, correlationData: 'AQI=' };
  const draft = draftOf({ ...received, properties });
  expect(draft).toMatchObject({ topic: 'a', payload: 'x', encoding: 'text', qos: 1, retain: false });
  expect(propertiesOf(draft.properties)).toEqual(properties);
});

test('empty properties and user properties without a name are not sent', () => {
  expect(propertiesOf(emptyDraft.properties)).toEqual({});
  expect(
    propertiesOf({
      ...emptyDraft.properties,
      userProperties: [
        ['', 'x'],
        ['site', ''],
      ],
    }),
  ).toEqual({
    userProperties: [['site', '']],
  });
});
