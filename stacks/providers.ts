import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { DatadogProvider } from '@cdktf/provider-datadog/lib/provider';
import { S3Backend, type TerraformStack } from 'cdktf';
import type { Environment } from '../config/environment';
import { names, tagsOf } from '../config/names';

/** AWS, and the place of the state. No credential stands in the code: they come by the usual chain. */
export function declareAws(stack: TerraformStack, environment: Environment): void {
  new AwsProvider(stack, 'aws', {
    region: environment.region,
    allowedAccountIds: [environment.account],
    defaultTags: [{ tags: tagsOf(environment) }],
  });
  new S3Backend(stack, {
    bucket: names.stateBucket(environment),
    key: `${stack.node.id}.tfstate`,
    region: environment.region,
    encrypt: true,
  });
  // cdktf 0.21 has no useLockfile; Terraform locks in S3 itself from 1.10 on.
  stack.addOverride('terraform.backend.s3.use_lockfile', true);
}

/** Datadog: its credentials come by `DD_API_KEY` and `DD_APP_KEY`. */
export function declareDatadog(stack: TerraformStack, { datadog }: Environment): void {
  new DatadogProvider(stack, 'datadog', { apiUrl: `https://api.${datadog.site}/` });
}
