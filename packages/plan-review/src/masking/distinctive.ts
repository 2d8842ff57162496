import { isCommon, isHarmless, isPlainWords } from './harmless-values';

/** Minimum length of values that are masked wherever they occur. */
export const shortest = 6;

/** Pattern of endings and fragments of ordinary long words, as opposed to passwords. */
const dictionaryLike =
  /(?:tions?|ments?|tors?|ings?|able|ness|it(?:y|ies)|[ae]nces?|ally|ives?|izers?|ized?|ology|ware|ship|ers|ous|ics|ful|less|istic)$|admin|base|cluster|container|default|develop|docker|internal|kubernetes|localhost|password|postgres|production|service|server|staging|user/;

/**
 * Returns whether a value is distinctive enough to be masked everywhere. Masking common words everywhere would make notes unreadable.
 * @param isMarked whether Terraform marks the value as sensitive, which is stronger evidence than a name
 */
export function isDistinctive(value: string, isMarked = false): boolean {
  if (value.length < shortest || isHarmless(value)) return false;
  if (/^\d+$/.test(value)) return value.length >= 8;
  if (isCommon(value)) return false;
  if (isPlainWords(value) || /^[a-z]+(?:[-_.][a-z]+)*$/i.test(value))
    return (
      value.length >= 16 ||
      (value.length >= 8 && /[a-z][A-Z]/.test(value)) ||
      (isMarked && /^[a-z]+(?: [a-z]+)*$/.test(value) && isRareWord(value))
    );
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(value)).length;
  return kinds >= (value.length === shortest ? 3 : 2);
}

const isRareWord = (value: string): boolean => value.length >= 12 && !dictionaryLike.test(value);
