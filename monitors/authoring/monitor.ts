import type { DeclaredComposite } from './composite';
import type { DeclaredLogAlert } from './log-alert';
import type { DeclaredMetricAlert } from './metric-alert';
import type { DeclaredServiceCheck } from './service-check';
import type { DeclaredSloAlert } from './slo-alert';

/** Monitor of any kind. `kind` is its type in Datadog, and each kind has exactly the attributes that Datadog permits. */
export type DeclaredMonitor =
  | DeclaredMetricAlert
  | DeclaredLogAlert
  | DeclaredServiceCheck
  | DeclaredComposite
  | DeclaredSloAlert;
