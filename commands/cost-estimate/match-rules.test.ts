import type { Message, Resource } from '@himeshima/serverless-cost';
import { sensorTopic, shadowTopics } from '../../contracts/topics';
import { messagesOf } from './fleet-messages';
import { matchRules } from './match-rules';

const ruleOf = (sql: string): Resource => ({
  type: 'aws_iot_topic_rule',
  name: 'rule',
  address: 'aws_iot_topic_rule.rule',
  slice: 'power',
  attributes: { sql, sql_version: '2016-03-23' },
});

const messages = messagesOf(1000);

function messageNamed(name: string): Message {
  const found = messages.find((message) => message.name === name);
  if (found === undefined) throw new Error(`unknown message ${name}`);
  return found;
}

const match = (sql: string, name: string) => matchRules()(ruleOf(sql), messageNamed(name));

describe("the talk's rules", () => {
  const power = "SELECT * FROM '$aws/things/+/shadow/update' WHERE state.reported.power = true";
  const documents = "SELECT * FROM '$aws/things/+/shadow/update/documents'";

  test('the power rule matches only shadow updates that report "on", which are half of the updates', () => {
    expect(messageNamed('power reports').topic).toBe(shadowTopics('light-000001').update);
    expect(match(power, 'power reports')).toEqual({
      share: 0.5,
      bytes: '{"state":{"reported":{"power":true}}}'.length,
    });
  });

  test('the power rule matches neither shadow documents nor measurements', () => {
    expect(match(power, 'changed documents')).toBeUndefined();
    expect(match(power, 'measurements')).toBeUndefined();
  });

  test('the history rule matches every shadow document', () => {
    expect(match(documents, 'changed documents')).toMatchObject({ share: 1 });
    expect(match(documents, 'power reports')).toBeUndefined();
  });
});

test('a rule whose WHERE is rarely true matches a small share of the messages', () => {
  const tooHot = "SELECT value FROM 'Sensor/temp/+' WHERE v = 1 AND value >= 60";
  expect(match(tooHot, 'measurements')).toEqual({ share: 0.0001, bytes: '{"value":61}'.length });
});

test("the size of a rule's output includes the fields that the SELECT adds", () => {
  const bytes = match("SELECT *, clientid() AS thing FROM 'Sensor/+/+'", 'measurements')?.bytes ?? 0;
  expect(bytes).toBeGreaterThan(match("SELECT * FROM 'Sensor/+/+'", 'measurements')?.bytes ?? bytes);
});

test("the shares of each message's examples add up to 1, and measurements use the sensors' topic", () => {
  for (const { name, payloads } of messages)
    expect(`${name} ${payloads.reduce((sum, { share }) => sum + share, 0).toFixed(9)}`).toBe(`${name} 1.000000000`);
  expect(messageNamed('measurements').topic).toBe(sensorTopic({ kind: 'temp', room: 'room-0001' }));
});
