import type { EnvironmentOverride, MonitorKind } from './monitor-schema';

const recovering = [
  'metric alert',
  'rum alert',
  'audit alert',
  'error-tracking alert',
  'trace-analytics alert',
  'ci-pipelines alert',
  'ci-tests alert',
] as const;
const compared = [...recovering, 'log alert', 'event-v2 alert', 'slo alert'] as const;

/** Kinds of monitors that an override property applies to, for the properties that do not apply to all kinds. */
const ofSomeKinds = {
  threshold: compared,
  warning: compared,
  criticalRecovery: recovering,
  warningRecovery: recovering,
} as const;

/** Returns the faults in a monitor's overrides: properties that its kind does not have. */
export function overrideFaults(
  kind: MonitorKind,
  environments: Readonly<Record<string, EnvironmentOverride>> = {},
): readonly string[] {
  return Object.entries(environments).flatMap(([environment, override]) =>
    Object.entries(ofSomeKinds)
      .filter(([property, kinds]) => property in override && !kinds.some((one) => one === kind))
      .map(([property]) => `environments.${environment}.${property}: a ${kind} does not have this property`),
  );
}
