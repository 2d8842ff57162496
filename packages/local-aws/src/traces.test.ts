import { functionRole } from './iam/principal';
import { stopped } from './stopped-platform.fixture';
import { createTraces } from './traces';

const arn = 'arn:aws:iam::000000000000:role/power-on';
const json = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

function sending(...actions: string[]) {
  const parts = stopped();
  const trust = json({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' });
  parts.authorizer.roles.declare({ arn, name: 'power-on', trust, boundary: undefined });
  const document = json({ Effect: 'Allow', Action: actions, Resource: '*' });
  parts.authorizer.roles.putPolicy('power-on', { name: 'mine', document });
  createTraces(parts)(functionRole(arn, 'power-on'), 'power-on');
  return Object.keys(parts.metrics.save());
}

test('counts trace segments by the function that sent them', () =>
  expect(sending('xray:*')).toEqual(['local.trace_segments{resource:power-on}']));

test.each(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'])(
  'sends no segment if the role is allowed only %s',
  (action) => expect(sending(action)).toEqual([]),
);
