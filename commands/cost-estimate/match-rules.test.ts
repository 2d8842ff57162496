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

function named(name: string): Message {
  const found = messages.find((message) => message.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

const heard = (sql: string, name: string) => matchRules()(ruleOf(sql), named(name));

describe("the talk's rules", () => {
  const power = "SELECT * FROM '$aws/things/+/shadow/update' WHERE state.reported.power = true";
  const documents = "SELECT * FROM '$aws/things/+/shadow/update/documents'";

  test('the power rule matchRules shadow updates, and acts for the half that say on', () => {
    expect(named('power reports').topic).toBe(shadowTopics('light-000001').update);
    expect(heard(power, 'power reports')).toEqual({
      share: 0.5,
      bytes: '{"state":{"reported":{"power":true}}}'.length,
    });
  });

  test('it matchRules neither documents nor measurements', () => {
    expect(heard(power, 'changed documents')).toBeUndefined();
    expect(heard(power, 'measurements')).toBeUndefined();
  });

  test('the storing rule matchRules every document', () => {
    expect(heard(documents, 'changed documents')).toMatchObject({ share: 1 });
    expect(heard(documents, 'power reports')).toBeUndefined();
  });
});

test('a rule whose WHERE hardly ever holds is heard all the same, for a small share', () => {
  const tooHot = "SELECT value FROM 'Sensor/temp/+' WHERE v = 1 AND value >= 60";
  expect(heard(tooHot, 'measurements')).toEqual({ share: 0.0001, bytes: '{"value":61}'.length });
});

test('what a rule adds to a message is part of what its actions carry', () => {
  const named = heard("SELECT *, clientid() AS thing FROM 'Sensor/+/+'", 'measurements')?.bytes ?? 0;
  expect(named).toBeGreaterThan(heard("SELECT * FROM 'Sensor/+/+'", 'measurements')?.bytes ?? named);
});

test('the shares of every message add up to 1, and measurements go where sensors send them', () => {
  for (const { name, payloads } of messages)
    expect(`${name} ${payloads.reduce((sum, { share }) => sum + share, 0).toFixed(9)}`).toBe(`${name} 1.000000000`);
  expect(named('measurements').topic).toBe(sensorTopic({ kind: 'temp', room: 'room-0001' }));
});
