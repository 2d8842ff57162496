import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { hasNoPrincipal, hasNoStatements } from '../plan/json-documents';
import type { Change } from '../plan/plan';
import { textsAt } from '../plan/value-at';
import { policyAttributesOf } from './policies-by-type';
import type { Danger, Rule } from './rule';

/** Reports policies without statements, and trust policies without a principal, which AWS rejects as malformed. Ignores policies that do not change. */
export const policiesWithoutStatements: Rule = (plan) =>
  changesOf(plan, 'create', 'update', 'replace').flatMap(withoutStatements);

const withoutStatements = ({ type, address, before, after }: Change): readonly Danger[] =>
  (policyAttributesOf(type) ?? []).flatMap(({ kind, path }): readonly Danger[] => {
    const old = new Set(textsAt(before, path));
    const added = textsAt(after, path).filter((text) => !old.has(text));
    const missing = added.some(hasNoStatements)
      ? 'has no statements in its policy'
      : kind === 'trust' && added.some(hasNoPrincipal)
        ? 'trusts no principal in a statement of its policy'
        : undefined;
    if (missing === undefined) return [];
    const attribute = path.join('.');
    const what = say`${address} ${[missing]} (${attribute}), so the apply will fail partway`;
    return [{ kind: 'cannot be applied', address, attribute, what }];
  });
