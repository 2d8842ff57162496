import { created, dangersOf, updated } from './dangers.fixture';

const rule = (name: string, threshold: number) => ({
  name,
  condition: 'B',
  for: '5m',
  labels: { severity: 'critical' },
  annotations: { summary: name },
  data: [{ ref_id: 'B', model: JSON.stringify({ threshold }) }],
});
const group = (name: string, ...rules: readonly object[]) => ({ folder_uid: 'shop', name, rule: rules });
const [errors, disk] = [
  { ...rule('Errors', 5), uid: 'a1' },
  { ...rule('Disk', 90), uid: 'b2' },
];
const split = (...moved: readonly object[]) =>
  dangersOf(
    updated('grafana_rule_group.shop', group('shop', errors, disk), group('shop', errors)),
    created('grafana_rule_group.disks', group('disks', ...moved)),
  );

test('rules that another group gets with another name are not lost', () =>
  expect(split({ ...rule('Disk of the shop', 90), uid: null })).toEqual([]));

test.each([
  ['without the rule', []],
  ['with another threshold', [rule('Disk', 95)]],
  ['with other labels', [{ ...rule('Disk', 90), labels: { severity: 'info' } }]],
])('a new group %s does not replace a lost rule', (_, moved) =>
  expect(split(...moved)).toEqual([expect.stringContaining('has fewer alert rules')]),
);
