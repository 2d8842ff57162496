import type { Value } from '@himeshima/terraform-json';
import { say } from '../../phrase';
import type { GenericRule } from './generic-rule';

const strict =
  /^(?:blocks?|blocked|deny|denied|drop|enforce|enforced|enforcing|prevent|prevention|reject|required|strict)$/;
const lenient =
  /^(?:accept|allow|allowed|audit|count|detect|detection|disabled|dryrun|evaluate|ignore|log|monitor|none|off|optional|passive|permissive|reportonly|simulate|warn|warning)$/;

/** Reports words such as `Enforce` that change to words such as `Audit`. */
export const weakerMode: GenericRule = ({ path, before, after }) => {
  const [wasStrict, isStrict] = [before, after].map((values) => values.filter((value) => strict.test(wordOf(value))));
  const [wasLenient, isLenient] = [before, after].map((values) =>
    values.filter((value) => lenient.test(wordOf(value))),
  );
  const [old] = wasStrict ?? [];
  const now = isLenient?.at(-1);
  if (old === undefined || now === undefined || !isFewer(isStrict, wasStrict) || !isFewer(wasLenient, isLenient))
    return undefined;
  const change = say`${path.join('.')}: ${{ value: String(old) }} → ${{ value: String(now) }}`;
  return { meaning: 'protection', what: say`is less strict (${change})` };
};

const isFewer = (some: readonly Value[] = [], others: readonly Value[] = []) => some.length < others.length;

const longestWord = 40;

/** Normalizes a word: `dry-run` is `dryrun`, and `deny(403)` is `deny`. Returns an empty string for other values. */
const wordOf = (value: Value): string =>
  typeof value === 'string' && value.length <= longestWord
    ? value
        .toLowerCase()
        .replace(/\(\d+\)$/, '')
        .replace(/[^a-z]/g, '')
    : '';
