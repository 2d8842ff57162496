import { readApiMonitor } from '../monitor/read-monitor';
import { monitorNamed } from './monitor-source';

const named = (id: string, name: string) => ({
  id,
  definition: readApiMonitor({ name, type: 'metric alert', query: 'avg(last_5m):avg:a.b{*} > 4', message: '' }),
});
const monitors = [
  named('42', 'High load'),
  named('load', 'Load'),
  named('module.a["x.y"].datadog_monitor.disk', 'Disk'),
  named('datadog_monitor.memory["a"]', 'Memory of a'),
  named('module.a.datadog_monitor_json.memory', 'Memory'),
  named('7', 'load'),
];
const find = (name: string) => monitorNamed(name, { monitors }).id;

test.each([
  ['an id', '42', '42'],
  ['a name', 'High load', '42'],
  ['a Terraform name', 'disk', 'module.a["x.y"].datadog_monitor.disk'],
  ['an id that is also the name of another monitor', 'load', 'load'],
])('finds a monitor by %s', (_by, name, id) => {
  expect(find(name)).toBe(id);
});

test('lists the candidates for an ambiguous name', () => {
  expect(() => find('memory')).toThrow(
    '2 monitors match memory: datadog_monitor.memory["a"] (Memory of a), module.a.datadog_monitor_json.memory (Memory)',
  );
});

test('suggests the most similar id', () => {
  expect(() => find('loda')).toThrow('unknown monitor loda; did you mean load?');
});
