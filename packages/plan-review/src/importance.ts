import { isConnecting } from './knowledge/connecting-types';
import { deletionOf } from './knowledge/knowledge';
import { isUtility } from './knowledge/utilities';
import { isStateful, startsEmpty } from './plan/stored-data';
import { deletionByName } from './rules/generic/deleted-types';
import { deletionStops } from './rules/outage';
import { hasOwnRules } from './rules/types-with-rules';

/** Returns whether deleting a resource of this type is dangerous, because it contains data or other resources depend on it. */
export const isImportant = (type: string): boolean =>
  isStateful(type) || deletionOf(type) !== undefined || deletionStops(type) || hasOwnRules(type);

/** Matches types of resources that hold data about other resources. */
const accompanying = /_(?:log_group|repository_file|secret|secret_version|sns_topic|ssm_parameter)$/;

/** Matches types of resources that support others, such as parts of a network. */
const supporting =
  /_(?:addon|config_map|service_account|subnet|subnetwork|route_table|(?:network_)?security_(?:group_)?(?:group|rule)|iam_\w*|instance_profile|internet_gateway|eip|public_ip|(?:global_)?address|network_interface|node_(?:group|pool)|service_networking_connection|private_dns_zone|(?:subnet|parameter|option|target)_group|launch_(?:template|configuration)|vpc_endpoint|private_endpoint|kms_alias)$/;

/**
 * Returns the importance of a resource type to a reviewer: 4 if such a resource holds data of users, 3 if deleting it is dangerous for
 * another reason, 2 if it also supports other resources, 0 if it only connects other resources or exists only in the state, and otherwise 1.
 */
export function importanceOf(type: string): number {
  if (isUtility(type) || isConnecting(type)) return 0;
  if (startsEmpty(type) && !accompanying.test(type)) return 4;
  const { losesData, hasDisk } = (deletionOf(type) === undefined ? deletionByName(type) : undefined) ?? {};
  if (losesData === true) return accompanying.test(type) ? 2 : 4;
  // a machine of a provider without tables, whose disk may hold data
  if (hasDisk === true) return 4;
  if (!isImportant(type)) return 1;
  return supporting.test(type) || accompanying.test(type) ? 2 : 3;
}
