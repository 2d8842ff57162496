import { fc, test as law } from '@fast-check/jest';
import { mapping } from './known-differences';
import { differencesOf, judged } from './stack-differences';

const monitor = (attributes: object) => ({
  '//': { metadata: { version: '0.21.0' } },
  resource: { datadog_monitor: { slow: { '//': { metadata: { path: 'a/slow' } }, name: 'slow', ...attributes } } },
});

test('a difference is told by its path; who wrote the stack makes none', () => {
  const other = { ...monitor({ tags: ['a', 'b'] }), '//': { metadata: { version: '0.24.0' } } };
  expect(differencesOf(monitor({ tags: ['a', 'b'] }), other)).toEqual([]);
  expect(differencesOf(monitor({ tags: ['a', 'b'] }), monitor({ tags: ['b', 'a'] }))).toEqual([
    { path: 'resource.datadog_monitor.slow.tags', before: ['a', 'b'], after: ['b', 'a'] },
  ]);
});

test('an id that only one of them has is a difference', () => {
  const renamed = { resource: { datadog_monitor: { slow_3524EC42: { name: 'slow' } } } };
  expect(differencesOf({ resource: { datadog_monitor: { slow: { name: 'slow' } } } }, renamed)).toHaveLength(2);
});

law.prop([fc.jsonValue()])('nothing differs from itself', (json) => {
  expect(differencesOf(json, json)).toEqual([]);
});

describe('the mapping', () => {
  test('knows that monitors have no `locked` any more, and nothing else of them', () => {
    const known = differencesOf(monitor({ locked: false }), monitor({}));
    expect(judged(known, mapping)).toMatchObject({ unknown: [], met: [{ times: 1 }, { times: 0 }, { times: 0 }] });
    const others = [
      differencesOf(monitor({ locked: true }), monitor({})),
      differencesOf(monitor({ locked: false }), monitor({ locked: true })),
      differencesOf(monitor({ renotify: 10 }), monitor({})),
    ].flat();
    expect(judged(others, mapping).unknown).toEqual(others);
  });

  test('knows the providers by their names alone', () => {
    const providers = (aws: object) => ({ terraform: { required_providers: { aws } } });
    const before = providers({ source: 'aws', version: '6.25.0' });
    expect(
      judged(differencesOf(before, providers({ source: 'hashicorp/aws', version: '6.66.0' })), mapping).unknown,
    ).toEqual([]);
    expect(
      judged(differencesOf(before, providers({ source: 'other/aws', version: '6.66.0' })), mapping).unknown,
    ).toHaveLength(1);
  });
});
