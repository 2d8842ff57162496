import { isObject, type Value } from '@himeshima/terraform-json';
import { wordsOf } from '../../knowledge/name-words';
import { say } from '../../phrase';
import type { GenericRule } from './generic-rule';

/** Principals that stand for everyone, or for everyone with an account. Source: IAM guides of Google Cloud, AWS and Kubernetes */
const everyone =
  /^(?:allUsers|allAuthenticatedUsers|everyone|anonymous|system:unauthenticated|system:anonymous|system:authenticated|http:\/\/acs\.amazonaws\.com\/groups\/global\/\w+|all_users|any_valid_service_token)$/i;
/** Words in the names of attributes whose values are principals. */
const principal =
  /^(?:principals?|members?|identity|identities|subjects?|users?|groups?|grantee|account|accounts|arns?|aws)$/;

/** Reports access that is newly granted to everyone. */
export const everyoneAllowed: GenericRule = ({ path, before, after }) => {
  const words = path.flatMap(wordsOf);
  if (words.some((word) => /^(?:deny|exclude|not|except)$/.test(word))) return undefined;
  const own = path.at(-1) ?? '';
  const isPrincipal = principal.test(wordsOf(own).at(-1) ?? '') && !words.includes('monitor');
  const isGranted = everyone.test(own);
  const includesEveryone = (value: Value): boolean =>
    isGranted
      ? value === true || isObject(value)
      : typeof value === 'string' && (everyone.test(value) || (isPrincipal && value === '*'));
  const [was, is] = [before, after].map((values) => values.filter(includesEveryone));
  if ((is ?? []).length <= (was ?? []).length) return undefined;
  const named = is?.find((value) => typeof value === 'string');
  return {
    meaning: 'exposure',
    what: say`gives access to everyone (${path.join('.')}${typeof named === 'string' ? say`: ${{ value: named }}` : []})`,
  };
};
