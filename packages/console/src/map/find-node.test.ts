import { findNode } from './find-node';
import { map } from './map.fixture';

test('finds a node of the map', () => {
  expect(findNode(map, 'aws_kinesis_stream.readings')).toMatchObject({ kind: 'stream' });
  expect(findNode(map, 'devices')).toMatchObject({ kind: 'outside' });
});

test('describes a resource that is not on the map', () => {
  expect(findNode(map, 'aws_cloudwatch_log_group.power-on')).toEqual({
    id: 'aws_cloudwatch_log_group.power-on',
    kind: 'aws_cloudwatch_log_group',
    label: 'power-on',
    monitors: [],
  });
});

test('finds nothing without an address', () => {
  expect(findNode(map)).toBeUndefined();
  expect(findNode(map, 'unknown')).toBeUndefined();
});
