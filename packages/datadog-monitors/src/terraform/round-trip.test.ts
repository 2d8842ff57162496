import { parseApiMonitor } from '../api/api-monitor';
import { compareMonitors } from '../api/compare-monitors';
import { apiMonitorOf, propertiesOf } from '../api/monitor-properties';
import { apiMonitors, inexpressibleMonitors } from '../api/monitors.fixture';
import { resourceReaders } from './from-terraform';
import { toTerraform } from './to-terraform';

const all = [...Object.entries(apiMonitors), ...inexpressibleMonitors];

const readBack = (json: unknown) => {
  const { type, attributes } = toTerraform(parseApiMonitor(json));
  const read = resourceReaders.get(type);
  if (read === undefined) throw new Error(`no reader for ${type}`);
  return read(JSON.parse(JSON.stringify(attributes)));
};

describe('the round trip through Terraform', () => {
  test.each(all)('keeps the meaning of %s', (_what, json) => {
    const { monitor, unread } = readBack(json);
    expect({ differences: compareMonitors(parseApiMonitor(json), monitor), unread }).toEqual({
      differences: [],
      unread: [],
    });
  });

  test.each(all)('keeps the meaning of %s through properties in code', (_what, json) => {
    const original = parseApiMonitor(json);
    expect(compareMonitors(original, apiMonitorOf(propertiesOf(original)))).toEqual([]);
  });
});

describe('toTerraform', () => {
  const minimal = { name: 'x', type: 'metric alert', query: 'avg(last_5m):avg:a.b{*} > 1', message: 'x' };

  test.each(Object.entries(apiMonitors))('expresses %s as datadog_monitor', (_what, json) => {
    expect(toTerraform(parseApiMonitor(json))).toMatchObject({ type: 'datadog_monitor', unexpressed: [] });
  });

  test.each(inexpressibleMonitors)('declares a monitor with %s as datadog_monitor_json', (path, json) => {
    const { type, unexpressed } = toTerraform(parseApiMonitor(json));
    expect({ type, unexpressed }).toEqual({
      type: 'datadog_monitor_json',
      unexpressed: expect.arrayContaining([path]),
    });
  });

  test("sets the attributes whose defaults in the provider differ from Datadog's", () => {
    expect(toTerraform(parseApiMonitor(minimal)).attributes).toEqual({
      ...minimal,
      new_host_delay: 300,
      require_full_window: false,
    });
  });

  test('makes Terraform ignore new_host_delay if new_group_delay replaces it', () => {
    const grouped = { ...minimal, options: { new_group_delay: 60 } };
    expect(toTerraform(parseApiMonitor(grouped)).attributes).toEqual({
      ...minimal,
      new_group_delay: 60,
      require_full_window: false,
      lifecycle: { ignore_changes: ['new_host_delay'] },
    });
  });

  // the provider compares the JSON with the API response, which contains defaults
  test('keeps defaults and null in datadog_monitor_json, also through properties in code', () => {
    const options = { avalanche_window: 10, include_tags: true, timeout_h: 0, renotify_interval: null };
    const original = parseApiMonitor({ ...minimal, priority: null, tags: ['b', 'a'], options });
    const inCode = apiMonitorOf(propertiesOf(original));
    expect(inCode).toEqual(original);
    const { monitor } = toTerraform(inCode).attributes;
    expect(JSON.parse(String(monitor))).toEqual(original);
  });
});
