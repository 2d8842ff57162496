import type { MonitorSource } from '@himeshima/datadog-monitors/cli';
import { knownMetrics } from '../../monitors/catalogue';
import { monitors } from '../../monitors/monitors';
import { slos } from '../../monitors/slos';
import { definitionInProd } from './declared-monitors';

/** Returns the monitors and SLOs of this platform. */
export const ownMonitors = (): MonitorSource => ({
  monitors: monitors.map((monitor) => ({ id: monitor.id, definition: definitionInProd(monitor) })),
  catalogue: knownMetrics(),
  slo: (id) => slos.find((slo) => slo.id === id),
});
