import { connecting } from './changes/created-attributes';
import { deletionOf } from './knowledge/knowledge';
import { isUtility } from './knowledge/utilities';
import { isStateful } from './plan/stored-data';
import { deletionStops } from './rules/outage';
import { hasOwnRules } from './rules/types-with-rules';

/** Returns whether deleting a resource of this type is dangerous, because it contains data or other resources depend on it. */
export const isImportant = (type: string): boolean =>
  isStateful(type) || deletionOf(type) !== undefined || deletionStops(type) || hasOwnRules(type);

/**
 * Returns the importance of a resource type to a reviewer: 2 if deleting such a resource is dangerous, 0 if it only connects other
 * resources or exists only in the state, and otherwise 1.
 */
export const importanceOf = (type: string): number =>
  isUtility(type) || connecting.test(type) ? 0 : isImportant(type) ? 2 : 1;
