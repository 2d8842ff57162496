import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { hasNoStatements } from '../plan/json-documents';
import type { Change } from '../plan/plan';
import { textsAt } from '../plan/value-at';
import { policyAttributesOf } from './policies-by-type';
import type { Danger, Rule } from './rule';

/** Reports policies without statements, which AWS rejects as malformed. Ignores policies that do not change. */
export const policiesWithoutStatements: Rule = (plan) =>
  changesOf(plan, 'create', 'update', 'replace').flatMap(withoutStatements);

const withoutStatements = ({ type, address, before, after }: Change): readonly Danger[] =>
  (policyAttributesOf(type) ?? []).flatMap(({ path }): readonly Danger[] => {
    const old = new Set(textsAt(before, path));
    if (!textsAt(after, path).some((text) => hasNoStatements(text) && !old.has(text))) return [];
    const attribute = path.join('.');
    const what = say`${address} has no statements in its policy (${attribute}), so the apply will fail partway`;
    return [{ kind: 'cannot be applied', address, attribute, what }];
  });
