import { isObject, type Value } from '@himeshima/terraform-json';
import { everyone } from '../../knowledge/everyone';
import { wordsOf } from '../../knowledge/name-words';
import { say } from '../../phrase';
import type { GenericRule } from './generic-rule';

/** Words in the names of attributes whose values are principals. */
const principal =
  /^(?:principals?|members?|identity|identities|subjects?|users?|groups?|grantee|account|accounts|arns?|aws)$/;

/** Matches names of attributes whose values are the domains of the people who may sign in. */
const emailDomains = /^(?:allowed |email )+domains?$/;

/** Reports access that is newly granted to everyone, and requests that scripts on any website can newly send. */
export const everyoneAllowed: GenericRule = ({ path, before, after }, { action, type }) => {
  const words = path.flatMap(wordsOf);
  if (words.some((word) => /^(?:deny|exclude|not|except)$/.test(word))) return undefined;
  const isCors = [...wordsOf(type), ...words].includes('cors') && /^origins?$/.test(words.at(-1) ?? '');
  if (isCors && action !== 'create' && after.includes('*') && !before.includes('*'))
    return {
      meaning: 'exposure',
      what: say`accepts requests from scripts on any website (${path.join('.')})`,
    };
  const own = path.at(-1) ?? '';
  const isPrincipal =
    (principal.test(wordsOf(own).at(-1) ?? '') || emailDomains.test(wordsOf(own).join(' '))) &&
    !words.includes('monitor');
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
