import { resourceTypesOf } from './aws-names';

// Resource types that are ignored. The reference lists `dataset` for actions on metrics, but these actions cannot be limited to
// individual metrics, because metrics have no ARN (CloudWatch user guide, "Managing access with policies").
const partial: ReadonlySet<string> = new Set(['cloudwatch dataset']);

/**
 * Returns whether an action can be limited to resources; undefined if the Service Authorization Reference does not list it.
 * @param action including its service, such as `sqs:SendMessage`
 */
export function supportsResources(action: string): boolean | undefined {
  const [service = '', name = ''] = action.toLowerCase().split(':');
  const types = resourceTypesOf(service)?.get(name);
  return types?.some((type) => !partial.has(`${service} ${type}`));
}
