import { TerraformResource, type TerraformStack } from 'cdktf';
import { callOf } from './call-location';
import { innermostCallSite } from './declared-construct';
import { Feature } from './feature';

/** Source location of a resource declaration. */
export interface SourceLocation {
  /** Path relative to the project folder. */
  readonly path: string;
  readonly line: number;
  /**
   * Id of the construct that is or contains the resource, if the call that declares the resource is not recorded.
   * In that case, `line` is the line of the `super` call in the feature's constructor.
   */
  readonly id?: string;
}

/** Returns the source locations of a stack's resources by address. Resources without a recorded call site are omitted. */
export function sourceLocations(stack: TerraformStack): Readonly<Record<string, SourceLocation>> {
  const resources = stack.node.findAll().filter(TerraformResource.isTerraformResource);
  return Object.fromEntries(
    resources.flatMap((resource) => {
      const place = placeOfResource(resource, stack);
      return place === undefined ? [] : [[`${resource.terraformResourceType}.${resource.friendlyUniqueId}`, place]];
    }),
  );
}

function placeOfResource({ node }: TerraformResource, stack: TerraformStack): SourceLocation | undefined {
  const inside = node.scopes.slice(node.scopes.indexOf(stack) + 1);
  const remembered = innermostCallSite(inside);
  if (remembered === undefined) return undefined;
  const { construct, call } = remembered;
  if (!(construct instanceof Feature)) return callOf(call, construct.constructor.name);
  const place = callOf(call);
  const id = inside[inside.indexOf(construct) + 1]?.node.id;
  return place && id !== undefined ? { ...place, id } : place;
}
