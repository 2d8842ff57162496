import { parseApiMonitor } from '../api/api-monitor';
import { compareMonitors } from '../api/compare-monitors';
import { declaredMonitors } from '../import/declared-monitor';
import { importDeclared } from '../import/import-declared';
import { terraformBlock } from './terraform-block';

const references = new Map([
  ['cpu', '${datadog_monitor.cpu.id}'],
  ['disk-full', '${datadog_monitor_json.disk-full.id}'],
]);
const imports = [
  { to: 'datadog_monitor.cpu', id: '1' },
  { to: 'datadog_monitor_json.disk-full', id: '2' },
];
const composite = (more: object = {}) =>
  parseApiMonitor({
    name: 'Both ${cpu}',
    type: 'composite',
    query: 'cpu && !(disk-full || 77)',
    message: 'cpu $${datadog_monitor.cpu.id} %{x} "${datadog_monitor.cpu.id}"',
    options: {},
    ...more,
  });

describe('terraformBlock', () => {
  test.each([
    ['datadog_monitor', composite()],
    ['datadog_monitor_json', composite({ options: { avalanche_window: 10 } })],
  ])('refers to the members of a composite in a %s, and keeps the texts unchanged', (type, monitor) => {
    const block = terraformBlock(monitor, (id) => references.get(id));
    expect(block.type).toBe(type);
    expect(JSON.stringify(block.attributes)).toContain(
      '${datadog_monitor.cpu.id} && !(${datadog_monitor_json.disk-full.id} || 77)',
    );
    const config = { import: imports, resource: { [type]: { both: block.attributes } } };
    const [found] = declaredMonitors('main.tf.json', config).map((one) => importDeclared('main.tf.json', one));
    if (found?.kind !== 'monitor') throw new Error(found?.problem);
    expect(compareMonitors({ ...monitor, query: '1 && !(2 || 77)' }, found.monitor)).toEqual([]);
  });

  test('escapes the query of other monitors', () => {
    const query = 'logs("cpu ${x}").index("*").rollup("count").last("5m") > 1';
    const { attributes } = terraformBlock(composite({ type: 'log alert', query }), (id) => references.get(id));
    expect(attributes).toMatchObject({ query: query.replace('$', '$$$$') });
  });
});
