import { type Stack, StackError, stackOfPlan } from '@himeshima/terraform-json';
import { awsProviderOf } from './aws-provider';
import { withLocalAccount } from './local-account';

/**
 * Reads the stack and its region from the JSON of a plan. The plan's account ID is replaced with the local account ID,
 * wherever it occurs.
 * @throws StackError if the plan does not create every resource, or does not contain the region
 */
export function plannedStack(json: unknown): { stack: Stack; region: string } {
  const stack = stackOfPlan(json);
  const provider = awsProviderOf(stack, {});
  const accounts = new Set([...provider.allowed_account_ids, ...resultsOf(stack, 'aws_caller_identity', 'account_id')]);
  const local = accounts.size === 0 ? stack : stackOfPlan(withLocalAccount(json, [...accounts]));
  return { stack: local, region: regionIn(stack) ?? provider.region };
}

/**
 * Returns the region that Terraform read while planning, or undefined if the provider declares a region
 * or no region was read.
 * @throws StackError if the region of the provider is not in the plan
 */
function regionIn(stack: Stack): string | undefined {
  const provider = stack.providers.find(({ name }) => name === 'aws');
  if (provider?.attributes['region'] !== undefined) return undefined;
  const [read] = resultsOf(stack, 'aws_region', 'id');
  if (read === undefined && provider?.unknown?.includes('region'))
    throw new StackError('provider.aws.region', 'is not in the plan; set the region to a constant or a variable');
  return read;
}

/** Returns an attribute of each data source of a given type that Terraform read while planning. */
const resultsOf = (stack: Stack, type: string, attribute: string): readonly string[] =>
  stack.dataSources
    .filter((block) => block.type === type && block.planned?.isRead === true)
    .map(({ attributes }) => attributes[attribute])
    .filter((value) => typeof value === 'string');
