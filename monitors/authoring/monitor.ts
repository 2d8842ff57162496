import type { DeclaredComposite } from './composite';
import type { DeclaredLogAlert } from './log-alert';
import type { DeclaredMetricAlert } from './metric-alert';
import type { DeclaredServiceCheck } from './service-check';
import type { DeclaredSloAlert } from './slo-alert';

/** A monitor of any kind. `kind` is its type in Datadog; each kind carries what Datadog lets it carry, and no more. */
export type DeclaredMonitor =
  | DeclaredMetricAlert
  | DeclaredLogAlert
  | DeclaredServiceCheck
  | DeclaredComposite
  | DeclaredSloAlert;
