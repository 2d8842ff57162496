const monitor = { name: 'CPU', type: 'metric alert', query: 'avg(last_5m):avg:a.b{*} > 1', message: 'x', options: {} };
const { name: _name, ...unnamed } = monitor;
const { options: _options, ...attributes } = monitor;
const resource = {
  address: 'datadog_monitor.cpu',
  mode: 'managed',
  type: 'datadog_monitor',
  name: 'cpu',
  values: attributes,
};
const asJson = JSON.stringify(monitor);

/** File of a format that contains the monitor CPU. */
export interface MonitorFormat {
  readonly format: string;
  readonly path: string;
  readonly content: unknown;
  /** Id by which commands find the monitor. */
  readonly id: string;
}

/** One file for each format with monitors, except HCL, which needs an optional package. */
export const monitorFormats: readonly MonitorFormat[] = [
  { format: "a monitor's JSON from the UI", path: 'a.json', content: { ...monitor, id: 42 }, id: '42' },
  { format: 'a list', path: 'a.json', content: [monitor], id: 'CPU' },
  { format: 'an export', path: 'a.json', content: { monitors: [{ ...monitor, id: 42 }] }, id: '42' },
  {
    format: 'a list with an SLO',
    path: 'a.json',
    content: [monitor, { name: 'Orders', type: 'metric', query: {}, thresholds: [] }],
    id: 'CPU',
  },
  {
    format: 'a monitor of an integration',
    path: 'a.json',
    content: { version: 2, title: 'CPU', definition: unnamed },
    id: 'CPU',
  },
  {
    format: 'Terraform JSON',
    path: 'a.tf.json',
    content: { resource: { datadog_monitor: { cpu: { ...attributes, lifecycle: {} } } } },
    id: 'cpu',
  },
  {
    format: 'datadog_monitor_json',
    path: 'a.tf.json',
    content: { resource: { datadog_monitor_json: { cpu: { monitor: asJson } } } },
    id: 'cpu',
  },
  {
    format: 'a state with a module',
    path: 'state.json',
    content: {
      values: {
        root_module: { child_modules: [{ resources: [{ ...resource, address: 'module.a.datadog_monitor.cpu' }] }] },
      },
    },
    id: 'module.a.datadog_monitor.cpu',
  },
  {
    format: 'a state with datadog_monitor_json',
    path: 'state.json',
    content: {
      values: {
        root_module: { resources: [{ ...resource, type: 'datadog_monitor_json', values: { monitor: asJson } }] },
      },
    },
    id: 'datadog_monitor.cpu',
  },
  {
    format: 'a plan',
    path: 'plan.json',
    content: { planned_values: { root_module: { resources: [resource] } } },
    id: 'datadog_monitor.cpu',
  },
  {
    format: "kennel's generated JSON",
    path: 'generated/shop/cpu.json',
    content: { ...monitor, api_resource: 'monitor' },
    id: '%{shop:cpu}',
  },
  {
    format: 'a Kubernetes list',
    path: 'a.json',
    content: { kind: 'List', items: [{ kind: 'DatadogMonitor', spec: monitor }] },
    id: 'CPU',
  },
  {
    format: 'DatadogMonitor YAML',
    path: 'a.yaml',
    content: `kind: DatadogMonitor
metadata: {name: CPU}
spec: {type: metric alert, query: "avg(last_5m):avg:a.b{*} > 1", message: x, options: {thresholds: {critical: "1"}}}
`,
    id: 'CPU',
  },
];

/** HCL that contains the monitor CPU. */
export const hclFormat: MonitorFormat = {
  format: 'HCL',
  path: 'a.tf',
  content: `resource "datadog_monitor" "cpu" {
  name    = "CPU"
  type    = "metric alert"
  message = "x"
  query   = "avg(last_5m):avg:a.b{*} > 1"
  monitor_thresholds {
    critical = 1
  }
}
`,
  id: 'cpu',
};
