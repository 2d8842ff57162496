import { plain } from './note/json-output';
import { created, planned } from './rules/dangers.fixture';
import { sizeOfKind } from './size-of-kind';

const sizeOf = (...resources: readonly object[]) =>
  plain(sizeOfKind(planned(resources.map((after, at) => created(`example_thing.t${at}`, after))).changes));

test('shows the values that describe the size of all new resources of a kind', () => {
  const database = { instance_class: 'db.t3.micro', engine: 'postgres', engine_version: '16.3', tags: { size: 'x' } };
  expect(sizeOf(database)).toBe(' (postgres, 16.3, db.t3.micro)');
  expect(sizeOf({ instance_type: 't3.nano' }, { instance_type: 't3.nano' })).toBe(' (t3.nano)');
  expect(sizeOf({ instance_type: 't3.nano' }, { instance_type: 't3.micro' })).toBe('');
  expect(sizeOf({ instance_type: 't3.nano' }, {})).toBe('');
});

test('shows values in the blocks that contain them for some types', () => {
  expect(sizeOf({ node_config: [{ machine_type: 'e2-medium' }] })).toBe(' (e2-medium)');
  expect(sizeOf({ backup: [{ tier: 'Continuous30Days' }] })).toBe('');
});

test('omits long and secret values', () => {
  expect(sizeOf({ size: 'x'.repeat(31) })).toBe('');
  expect(sizeOf({ size: 'AKIAIOSFODNN7EXAMPL2' })).toBe('');
});
