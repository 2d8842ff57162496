import { dangersOf, updated } from '../rules/dangers.fixture';
import { isInTables, providers, rowsOf } from './knowledge';

const rows = Object.entries(providers).flatMap(([provider, { rows: tables }]) =>
  Object.entries(tables).flatMap(([type, those]) => those.map((row) => ({ provider, type, ...row }))),
);

test('describes several hundred attributes of ten providers', () => {
  expect(Object.keys(providers)).toHaveLength(10);
  expect(rows.length).toBeGreaterThan(500);
});

test.each(Object.entries(providers))(
  'lists only types of %s',
  (provider, { rows: tables, deletions, creations = {}, understood }) => {
    const types = [...Object.keys(tables), ...Object.keys(deletions), ...Object.keys(creations), ...understood];
    expect(types.filter((type) => !type.startsWith(`${provider}_`))).toEqual([]);
  },
);

test('refers to attributes by path, and to Checkov checks by id', () => {
  const names = rows.filter(({ path }) => !/^[a-zA-Z\d_-]+(?:\.[\w./\\-]+)*$/.test(path));
  expect(names.map(({ type, path }) => `${type}.${path}`)).toEqual([]);
  const sources = rows.filter(
    ({ source }) => source !== undefined && !/^CKV2?_(?:AWS|AZURE|GCP|K8S|GIT)_\d+$/.test(source),
  );
  expect(sources.map(({ source }) => source)).toEqual([]);
});

test('matches a label whose key contains dots', () => {
  const namespace = (level: string) => ({
    metadata: [{ labels: { 'pod-security.kubernetes.io/enforce': level } }],
  });
  const [before, after] = [namespace('restricted'), namespace('privileged')];
  expect(dangersOf(updated('kubernetes_namespace.n', before, after))).toEqual([
    expect.stringContaining('restricts pods less'),
  ]);
});

test('ends no consequence with a full stop', () =>
  expect(rows.filter(({ so }) => so === '' || so.endsWith('.'))).toEqual([]));

test('does not mistake property names of JavaScript objects for resource types', () => {
  expect(rowsOf('constructor')).toBeUndefined();
  expect(isInTables('toString')).toBe(false);
});
