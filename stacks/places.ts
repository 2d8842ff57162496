import { TerraformResource, type TerraformStack } from 'cdktf';
import { rememberedIn } from './constructs/declared';
import { Feature } from './constructs/feature';
import { callOf } from './problems';

/** Where a resource is declared. */
export interface DeclaredPlace {
  /** Seen from the project's folder. */
  readonly path: string;
  readonly line: number;
  /** Of what a feature makes without a construct of ours: no call is remembered, the line is its class's, and there it gets this id. */
  readonly id?: string;
}

/** Where the resources of a stack are declared, by their addresses; without those that remember no call. */
export function placesIn(stack: TerraformStack): Readonly<Record<string, DeclaredPlace>> {
  const resources = stack.node.findAll().filter(TerraformResource.isTerraformResource);
  return Object.fromEntries(
    resources.flatMap((resource) => {
      const place = placeOfResource(resource, stack);
      return place === undefined ? [] : [[`${resource.terraformResourceType}.${resource.friendlyUniqueId}`, place]];
    }),
  );
}

function placeOfResource({ node }: TerraformResource, stack: TerraformStack): DeclaredPlace | undefined {
  const inside = node.scopes.slice(node.scopes.indexOf(stack) + 1);
  const remembered = rememberedIn(inside);
  if (remembered === undefined) return undefined;
  const { construct, call } = remembered;
  if (!(construct instanceof Feature)) return callOf(call, construct.constructor.name);
  const place = callOf(call);
  const id = inside[inside.indexOf(construct) + 1]?.node.id;
  return place && id !== undefined ? { ...place, id } : place;
}
