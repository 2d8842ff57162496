import { type Names, namesOf, pluralOf } from './names';

/** Name for which the blueprints are written: they are files of a part that is called `sample-thing`. */
const sample = 'sample-thing';

/** Values that replace texts of a blueprint, by text. */
export type Replacements = Readonly<Record<string, string>>;

/**
 * Returns the spellings of the blueprints' name with those of a new part.
 * @param names names of the part, in kebab-case
 * @param more other texts of the blueprint that depend on the options of the user
 */
export function replacementsFor(kebab: string, more: Replacements = {}): Replacements {
  const named = pairs(namesOf(sample), namesOf(kebab));
  const plural = pairs(namesOf(pluralOf(sample)), namesOf(pluralOf(kebab)));
  return { ...Object.fromEntries([...named, ...plural]), ...more };
}

function pairs(from: Names, to: Names): readonly (readonly [string, string])[] {
  const capitalized = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
  return [
    [from.kebab, to.kebab],
    [from.camel, to.camel],
    [from.pascal, to.pascal],
    [from.snake, to.snake],
    [from.constant, to.constant],
    [from.words, to.words],
    [from.title, to.title],
    [from.withArticle, to.withArticle],
    [capitalized(from.withArticle), capitalized(to.withArticle)],
  ];
}

/** Fills in a blueprint, in one pass, so that no value is replaced again. */
export function fillIn(text: string, replacements: Replacements): string {
  // the longest text first, because some contain others
  const texts = Object.keys(replacements).sort((a, b) => b.length - a.length);
  const pattern = new RegExp(texts.map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
  return text.replace(pattern, (found) => replacements[found] ?? found);
}
