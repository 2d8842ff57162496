import { DatadogProvider } from '@cdktf/provider-datadog/lib/provider';
import type { TerraformStack } from 'cdktf';

/** Declares the Datadog provider. Credentials come from `DD_API_KEY` and `DD_APP_KEY`. @param site `datadoghq.eu` */
export function declareDatadog(stack: TerraformStack, site: string): void {
  new DatadogProvider(stack, 'datadog', { apiUrl: `https://api.${site}/` });
}
