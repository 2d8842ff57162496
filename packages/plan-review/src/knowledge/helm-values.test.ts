import { withHelmValues } from './helm-values';

test('merges the values files and the "set" blocks: later values override earlier values', () =>
  expect(
    withHelmValues({
      chart: 'web',
      values: ['replicaCount: 1\ntls:\n  enabled: true\n', 'replicaCount: 2\n'],
      set: [
        { name: 'tls.version', value: '1.2' },
        { name: 'ingress.hosts[0].host', value: 'example.com' },
        { name: 'labels.app\\.kubernetes\\.io/name', value: 'web' },
      ],
    }),
  ).toEqual({
    chart: 'web',
    values: {
      replicaCount: 2,
      tls: { enabled: true, version: '1.2' },
      ingress: { hosts: { host: 'example.com' } },
      labels: { 'app.kubernetes.io/name': 'web' },
    },
  }));

test('reads the values of an imported release from its metadata, unless the release has its own', () => {
  const metadata = [{ values: '{"replicaCount":2}' }];
  expect(withHelmValues({ chart: 'web', values: null, metadata })).toMatchObject({ values: { replicaCount: 2 } });
  expect(withHelmValues({ chart: 'web', values: ['a: 1'], metadata })).toMatchObject({ values: { a: 1 } });
});

test.each([
  ['invalid YAML', 'a: [1, 2'],
  ['deeply nested YAML', '['.repeat(5_000)],
  [
    'YAML that expands exponentially',
    `a: &a [x, x]\n${[...'bcdefghijklmnop'].map((name, at) => `${name}: &${name} [*${String.fromCharCode(97 + at)}, *${String.fromCharCode(97 + at)}]`).join('\n')}`,
  ],
])('ignores %s', (_, text) => expect(withHelmValues({ values: [text] })).toEqual({ values: {} }));

test('ignores a "set" block whose name is nested too deeply', () =>
  expect(withHelmValues({ set: [{ name: 'a.'.repeat(10_000), value: '1' }] })).toEqual({ values: {} }));
