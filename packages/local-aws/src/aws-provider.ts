import { evaluate, type Stack, StackError, stackScope, type Value, type ValueObject } from '@himeshima/terraform-json';
import { z } from 'zod';
import { describeError } from './error-message';

const AwsProvider = z.object({
  // the region is optional, because the AWS provider can read it from the environment
  region: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'expected a region, for example eu-west-1')
    .default('us-east-1'),
  allowed_account_ids: z.array(z.string()).default([]),
});

/**
 * Evaluates a provider argument, which may refer only to variables and locals: providers are configured before any
 * resource exists.
 */
function evaluated(name: string, value: Value, stack: Stack, variables: ValueObject): Value {
  try {
    return evaluate(value, stackScope(stack, { variables, block: () => undefined }));
  } catch (error) {
    throw new StackError(`provider.aws.${name}`, describeError(error));
  }
}

/**
 * Returns the region and allowed accounts of the default AWS provider.
 * @throws StackError with the path of the invalid argument
 */
export function awsProviderOf(stack: Stack, variables: ValueObject): z.infer<typeof AwsProvider> {
  const { region, allowed_account_ids } = stack.providers.find((provider) => provider.name === 'aws')?.attributes ?? {};
  const given = Object.entries({ region, allowed_account_ids }).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [[name, evaluated(name, value, stack, variables)] as const],
  );
  const parsed = AwsProvider.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new StackError(['provider.aws', ...(issue?.path ?? [])].join('.'), issue?.message ?? 'cannot be read');
}
