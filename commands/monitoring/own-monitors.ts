import type { MonitorSource } from '@himeshima/datadog-monitors/cli';
import { knownMetrics } from '../../monitors/authoring/catalogue';
import { definitionOf } from '../../monitors/authoring/definition';
import { monitors } from '../../monitors/monitors';
import { slos } from '../../monitors/slos';

/** Returns the monitors and SLOs of this platform. */
export const ownMonitors = (): MonitorSource => ({
  monitors: monitors.map((monitor) => ({ id: monitor.id, definition: definitionOf(monitor) })),
  catalogue: knownMetrics(),
  slo: (id) => slos.find((slo) => slo.id === id),
});
