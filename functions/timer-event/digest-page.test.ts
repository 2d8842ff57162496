import { digestPage } from './digest-page';

const quiet = { date: '2026-11-24', devices: [], messages: 0, failures: { invocations: 0, workflows: 0 }, alerts: 0 };

test('summarizes a day without events in two sentences', () => {
  expect(digestPage(quiet)).toBe(`# 2026-11-24

Nothing failed, and no alerts were sent.

0 devices were active, and 0 measurements were stored.
`);
});

test('shows failures first, then how long each device was on', () => {
  const devices = [
    { thing: 'light-1', onSeconds: 7_500, changes: 3 },
    { thing: 'light-2', onSeconds: 0, changes: 1 },
    { thing: 'light-3', onSeconds: 40_000, changes: 1 },
  ];
  const page = digestPage({
    ...quiet,
    devices,
    messages: 12_000,
    failures: { invocations: 1, workflows: 2 },
    alerts: 1,
  });
  expect(page).toBe(`# 2026-11-24

**Failures:** 1 function invocation and 2 workflows failed; 1 alert was sent.

3 devices were active, and 12,000 measurements were stored.

| Device | On | Changes |
|---|---:|---:|
| \`light-3\` | 11 h 07 min | 1 |
| \`light-1\` | 2 h 05 min | 3 |
`);
});

test('shows only the devices that were on longest if the fleet is large', () => {
  const devices = Array.from({ length: 25 }, (_, index) => ({
    thing: `light-${index}`,
    onSeconds: index + 1,
    changes: 1,
  }));
  const page = digestPage({ ...quiet, devices });
  expect(page).toContain('| `light-24` |');
  expect(page).not.toContain('`light-4`');
  expect(page).toContain('5 other devices were on for a shorter time.');
});
