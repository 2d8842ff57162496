import { event } from '../api/event.fixture';
import type { PlatformEvent } from '../api/operations';
import { createActivity, wayFinder } from './activity';
import { edgeId } from './layout';
import { map } from './map.fixture';

const [rule, stream, writer, table] = [
  'aws_iot_topic_rule.hot',
  'aws_kinesis_stream.readings',
  'aws_lambda_function.writer',
  'aws_dynamodb_table.readings',
];

const published = event({ id: 1 });
const matched = event({ id: 2, cause: 1, kind: 'rule-matched', resource: rule });
const batch = event({ id: 3, kind: 'batch', resource: writer, links: [2] });
const written = event({ id: 4, cause: 3, kind: 'table-written', resource: table });

function activityAfter(events: readonly PlatformEvent[], isLive = true) {
  const activity = createActivity(map);
  activity.receive(events, isLive);
  return activity;
}

test('counts events on nodes and on the edges between an event and its cause', () => {
  const activity = activityAfter([published, matched, batch, written]);
  for (const id of ['devices', rule, stream, writer, table])
    expect(activity.of(id)).toMatchObject({ events: 1, pulses: 1 });
  expect(activity.of(edgeId({ from: 'devices', to: rule }))).toMatchObject({ events: 1 });
  expect(activity.of(edgeId({ from: writer, to: table }))).toMatchObject({ events: 1 });
  expect(activity.totals()).toEqual({ events: 4, ofDevices: 0 });
});

test('lights up all edges on the path from a record to its batch, one after the other', () => {
  const activity = activityAfter([published, matched, batch]);
  expect(activity.of(edgeId({ from: rule, to: stream }))).toMatchObject({ pulses: 1, step: 0 });
  expect(activity.of(edgeId({ from: stream, to: writer }))).toMatchObject({ pulses: 1, step: 1 });
  expect(activity.of(stream)).toMatchObject({ pulses: 1, step: 1 });
  expect(activity.of(writer)).toMatchObject({ step: 2 });
});

test('a batch without records comes from its stream', () => {
  const activity = activityAfter([event({ id: 1, kind: 'batch', resource: writer })]);
  for (const id of [stream, edgeId({ from: stream, to: writer })]) expect(activity.of(id)).toMatchObject({ events: 1 });
});

test('a batch comes from its stream or queue', () => {
  const jobs = 'aws_sqs_queue.jobs';
  const activity = createActivity({
    nodes: [...map.nodes, { id: jobs, kind: 'queue', label: 'jobs', monitors: [] }],
    edges: [...map.edges, { from: jobs, to: writer, flow: 'there', what: 'data' }],
  });
  activity.receive([event({ id: 1, kind: 'batch', resource: writer, stream: 'jobs' })], true);
  expect(activity.of(jobs)).toMatchObject({ events: 1, pulses: 1 });
  expect(activity.of(stream)).toMatchObject({ events: 0 });
});

test('counts a stream once for records of several rules', () => {
  const cold = 'aws_iot_topic_rule.cold';
  const activity = createActivity({
    nodes: [...map.nodes, { id: cold, kind: 'rule', label: 'cold', monitors: [] }],
    edges: [...map.edges, { from: cold, to: stream, flow: 'there', what: 'data' }],
  });
  const other = event({ id: 12, kind: 'rule-matched', resource: cold });
  activity.receive([matched, other, { ...batch, id: 13, links: [2, 12] }], true);
  for (const id of [stream, edgeId({ from: stream, to: writer })]) expect(activity.of(id)).toMatchObject({ events: 1 });
  expect(activity.of(cold)).toMatchObject({ events: 1 });
});

test('a shadow update without a recorded cause lights up the devices as well', () => {
  const activity = activityAfter([event({ id: 1, kind: 'shadow-updated', thing: 'light-1' })]);
  for (const id of ['devices', 'shadow', edgeId({ from: 'devices', to: 'shadow' })])
    expect(activity.of(id)).toMatchObject({ events: 1 });
});

test('distinguishes events of devices from other events', () => {
  const activity = activityAfter([
    event({ id: 1, thing: 'light-1' }),
    event({ id: 2, kind: 'schedule', resource: rule }),
  ]);
  expect(activity.totals()).toEqual({ events: 2, ofDevices: 1 });
});

test('failures and denials stay until they are acknowledged', () => {
  const activity = activityAfter([
    event({ id: 1, kind: 'failed', resource: writer, failed: true }),
    event({ id: 2, kind: 'refused', failed: true }),
  ]);
  expect(activity.of(writer)).toMatchObject({ failures: 1, hasNewFailure: true });
  expect(activity.of('devices')).toMatchObject({ failures: 1, hasNewFailure: true });
  activity.acknowledge(writer);
  expect(activity.of(writer)).toMatchObject({ failures: 1, hasNewFailure: false });
});

test('counts an event once, and does not light up nodes for recorded events', () => {
  const activity = activityAfter([published], false);
  activity.receive([published], true);
  expect(activity.of('devices')).toMatchObject({ events: 1, pulses: 0 });
});

test('ignores events of resources that are not on the map', () => {
  expect(
    activityAfter([event({ id: 1, kind: 'note' }), event({ id: 2, kind: 'x', resource: 'a.b' })]).totals(),
  ).toEqual({ events: 0, ofDevices: 0 });
});

test('notifies only the listeners of changed nodes', () => {
  const activity = createActivity(map);
  const [ofRule, ofTable] = [jest.fn(), jest.fn()];
  activity.onChange(rule, ofRule);
  const remove = activity.onChange(table, ofTable);
  activity.receive([matched, event({ id: 9, kind: 'rule-skipped', resource: rule })], true);
  expect(ofRule).toHaveBeenCalledTimes(1);
  remove();
  activity.receive([written], true);
  expect(ofTable).not.toHaveBeenCalled();
});

test('finds no path against the direction of the edges', () => {
  const wayBetween = wayFinder(map);
  expect(wayBetween(table, writer)).toEqual([]);
  expect(wayBetween(rule, rule)).toEqual([]);
  expect(wayBetween('devices', writer)).toEqual([
    { from: 'devices', to: rule },
    { from: rule, to: stream },
    { from: stream, to: writer },
  ]);
});
