import type { NamedPolicy } from '@himeshima/aws-policy';

interface DeclaredGroup {
  readonly address: string;
  readonly name: string;
  readonly parent: string | undefined;
}

interface GroupMemberships {
  readonly groups: readonly DeclaredGroup[];
  readonly members: readonly { readonly thing: string; readonly group: string }[];
  /** Returns the policies that are attached to a resource address. */
  readonly policiesOf: (target: string) => readonly NamedPolicy[];
}

/**
 * Returns functions that look up the policies that things get from their groups.
 * Groups inherit the policies of their parents (AWS IoT developer guide, "thing-groups").
 */
export function groupPolicies({ groups, members, policiesOf }: GroupMemberships) {
  const byName = new Map(groups.map((group) => [group.name, group]));
  const withAncestors = (name: string | undefined): readonly DeclaredGroup[] => {
    const group = name === undefined ? undefined : byName.get(name);
    return group === undefined ? [] : [group, ...withAncestors(group.parent)];
  };
  const of = (names: readonly string[]) => {
    const all = new Set(names.flatMap(withAncestors).map(({ address }) => address));
    return [...all].flatMap(policiesOf);
  };
  return {
    of,
    ofThings: (things: readonly string[]) =>
      of(members.filter(({ thing }) => things.includes(thing)).map(({ group }) => group)),
    isGroup: (target: string) => groups.some(({ address }) => address === target),
  };
}
