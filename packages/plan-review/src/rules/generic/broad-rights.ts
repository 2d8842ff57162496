import { wordsOf } from '../../knowledge/name-words';
import { say } from '../../phrase';
import type { GenericRule } from './generic-rule';

/** Roles and permissions that allow everything, or let their holders grant themselves everything. */
const broad =
  /^(?:\*|\*:\*|Owner|Contributor|User Access Administrator|Editor|admin|Administrator|Super Administrator(?: - All Privileges)?|Global Administrator|.*\/(?:AdministratorAccess|PowerUserAccess|IAMFullAccess)|AdministratorAccess|PowerUserAccess|IAMFullAccess|cluster-admin|roles\/(?:owner|editor|iam\.securityAdmin|resourcemanager\.\w*Admin|iam\.\w*(?:Admin|TokenCreator|keyAdmin)|[\w.]*\.admin)|full_?access|all|maintain|manage)$/i;
/** Values that mean full access only in some attributes. */
const ambiguous = /^(?:all|manage|maintain|editor)$/i;
/** Words in the names of attributes whose values are rights. */
const rights = /^(?:roles?|permissions?|privileges?|rights|verbs?|actions?|policy|policies|scopes?|grants?|access)$/;

/** Reports newly granted administrator rights. */
export const broadRights: GenericRule = ({ path, before, after }) => {
  const words = path.flatMap(wordsOf);
  if (words.some((word) => /^(?:deny|denied|not|exclude|excluded|except|cors|allowed)$/.test(word))) return undefined;
  const own = wordsOf(path.at(-1) ?? '');
  const inside = wordsOf(path.at(-2) ?? '');
  const last = own.at(-1) ?? '';
  // names, ids and levels refer to a granted role or policy; other attributes may only declare it
  const isReference =
    /^(?:name|arns?|ids?|definition|type|levels?)$/.test(last) && own.some((word) => /^(?:role|policy)$/.test(word));
  const isOfRights =
    rights.test(last) || isReference || (last === 'name' && own.length === 1 && inside.includes('role'));
  const isRule = own.join('_') === 'resources' && inside.includes('rule');
  if (!isOfRights && !isRule) return undefined;
  const isStrict = own.some((word) => /^(?:permissions?|privileges?|roles?)$/.test(word));
  const isBroad = (value: unknown): boolean =>
    typeof value === 'string' &&
    broad.test(value) &&
    (isStrict || !ambiguous.test(value)) &&
    (!isRule || value === '*');
  const [was, is] = [before, after].map((values) => values.filter(isBroad));
  if ((is ?? []).length <= (was ?? []).length) return undefined;
  const named = is?.find((value) => typeof value === 'string' && was?.includes(value) !== true) ?? is?.[0];
  return { meaning: 'rights', what: say`grants ${{ value: String(named) }} (${path.join('.')})` };
};
