import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { DatadogProvider } from '@cdktf/provider-datadog/lib/provider';
import { S3Backend, type TerraformStack } from 'cdktf';
import type { Environment } from '../config/environment';
import { names, tagsOf } from '../config/names';

/** Declares the AWS provider and the S3 backend. Credentials come from the default provider chain. */
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
  // cdktf 0.21 has no useLockfile. Terraform supports locking in S3 from 1.10 on.
  stack.addOverride('terraform.backend.s3.use_lockfile', true);
}

/** Declares the Datadog provider. Credentials come from `DD_API_KEY` and `DD_APP_KEY`. */
export function declareDatadog(stack: TerraformStack, { datadog }: Environment): void {
  new DatadogProvider(stack, 'datadog', { apiUrl: `https://api.${datadog.site}/` });
}
