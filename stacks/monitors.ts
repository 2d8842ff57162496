import { Monitor } from '@cdktf/provider-datadog/lib/monitor';
import type { TerraformStack } from 'cdktf';
import type { Environment } from '../config/environment';
import { executionsFailed } from '../monitors/step-functions';

export function declareMonitors(stack: TerraformStack, _environment: Environment): void {
  const monitor = executionsFailed;
  new Monitor(stack, monitor.id, {
    name: monitor.name,
    type: 'metric alert',
    query: monitor.query,
    message: monitor.message,
    requireFullWindow: false,
    monitorThresholds: { critical: '1' },
  });
}
