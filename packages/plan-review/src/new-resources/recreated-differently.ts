import { groupBy } from '../group-by';
import { counted, joined, type Phrase, say, words } from '../phrase';
import type { Plan } from '../plan/plan';

/** Maximum number of sentences about recreated resources. */
const sentencesAtMost = 5;

/** Names the resources that were deleted outside Terraform and that the plan creates with other values. Ignores tags. */
export function recreatedDifferently({ drift }: Plan): readonly Phrase[] {
  const different = drift.flatMap(({ address, recreatedWith }) => {
    const names = new Set(
      recreatedWith.map(({ path: [name = ''] }) => name).filter((name) => !/^tags(?:_all)?$/.test(name)),
    );
    return names.size === 0 ? [] : [{ address, names: [...names] }];
  });
  const groups = [...groupBy(different, ({ names }) => names.join()).values()].sort((a, b) => b.length - a.length);
  const rest = groups.slice(sentencesAtMost).flat().length;
  return [
    ...groups.slice(0, sentencesAtMost).flatMap(([first, ...others]): Phrase[] => {
      if (first === undefined) return [];
      const attributes = joined(first.names.map((name) => say`${name}`));
      return others.length === 0
        ? [say`${first.address} differs from the deleted resource in ${attributes}`]
        : [say`${words(`${others.length + 1} resources differ`)} from the deleted resources in ${attributes}`];
    }),
    ...(rest > 0
      ? [words(`${counted(rest, 'more resource')} ${rest === 1 ? 'differs' : 'differ'} from the deleted resources`)]
      : []),
  ];
}
