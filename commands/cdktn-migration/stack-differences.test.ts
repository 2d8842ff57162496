import { fc, test as law } from '@fast-check/jest';
import { knownDifferences } from './known-differences';
import { classifyDifferences, differencesOf } from './stack-differences';

const monitor = (attributes: object) => ({
  '//': { metadata: { version: '0.21.0' } },
  resource: { datadog_monitor: { slow: { '//': { metadata: { path: 'a/slow' } }, name: 'slow', ...attributes } } },
});

test('reports a difference by its path and ignores metadata', () => {
  const other = { ...monitor({ tags: ['a', 'b'] }), '//': { metadata: { version: '0.24.0' } } };
  expect(differencesOf(monitor({ tags: ['a', 'b'] }), other)).toEqual([]);
  expect(differencesOf(monitor({ tags: ['a', 'b'] }), monitor({ tags: ['b', 'a'] }))).toEqual([
    { path: 'resource.datadog_monitor.slow.tags', before: ['a', 'b'], after: ['b', 'a'] },
  ]);
});

test('reports an id that exists in only one stack', () => {
  const renamed = { resource: { datadog_monitor: { slow_3524EC42: { name: 'slow' } } } };
  expect(differencesOf({ resource: { datadog_monitor: { slow: { name: 'slow' } } } }, renamed)).toHaveLength(2);
});

law.prop([fc.jsonValue()])('reports no difference between a stack and itself', (json) => {
  expect(differencesOf(json, json)).toEqual([]);
});

describe('knownDifferences', () => {
  test('the known differences permit the removed attribute `locked` of monitors, and no other attribute', () => {
    const known = differencesOf(monitor({ locked: false }), monitor({}));
    expect(classifyDifferences(known, knownDifferences)).toMatchObject({
      unexpected: [],
      expected: [{ times: 1 }, { times: 0 }, { times: 0 }],
    });
    const others = [
      differencesOf(monitor({ locked: true }), monitor({})),
      differencesOf(monitor({ locked: false }), monitor({ locked: true })),
      differencesOf(monitor({ renotify: 10 }), monitor({})),
    ].flat();
    expect(classifyDifferences(others, knownDifferences).unexpected).toEqual(others);
  });

  test('the known differences permit other sources and versions of providers', () => {
    const providers = (aws: object) => ({ terraform: { required_providers: { aws } } });
    const before = providers({ source: 'aws', version: '6.25.0' });
    expect(
      classifyDifferences(
        differencesOf(before, providers({ source: 'hashicorp/aws', version: '6.66.0' })),
        knownDifferences,
      ).unexpected,
    ).toEqual([]);
    expect(
      classifyDifferences(
        differencesOf(before, providers({ source: 'other/aws', version: '6.66.0' })),
        knownDifferences,
      ).unexpected,
    ).toHaveLength(1);
  });
});
