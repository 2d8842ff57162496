import { type Names, namesOf, pluralOf } from './names';

/** Placeholder name in the blueprints, which are the files of a component called `sample-thing`. */
const sample = 'sample-thing';

/** Replacement values, keyed by the text that they replace in a blueprint. */
export type Replacements = Readonly<Record<string, string>>;

/**
 * Returns the replacements of the placeholder name with a new component's name, in every spelling.
 * @param kebab name of the component, in kebab-case
 * @param more additional replacements, which depend on the user's options
 */
export function replacementsFor(kebab: string, more: Replacements = {}): Replacements {
  const named = pairs(namesOf(sample), namesOf(kebab));
  const plural = pairs(namesOf(pluralOf(sample)), namesOf(pluralOf(kebab)));
  return { ...Object.fromEntries([...named, ...plural]), ...more };
}

function pairs(from: Names, to: Names): readonly (readonly [string, string])[] {
  const capitalize = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
  return [
    [from.kebab, to.kebab],
    [from.camel, to.camel],
    [from.pascal, to.pascal],
    [from.snake, to.snake],
    [from.constant, to.constant],
    [from.words, to.words],
    [from.title, to.title],
    [from.withArticle, to.withArticle],
    [capitalize(from.withArticle), capitalize(to.withArticle)],
  ];
}

/** Fills in a blueprint in one pass, because inserted values must not be replaced again. */
export function fillIn(text: string, replacements: Replacements): string {
  // replace the longest text first, because some texts contain other texts
  const texts = Object.keys(replacements).sort((a, b) => b.length - a.length);
  const pattern = new RegExp(texts.map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
  return text.replace(pattern, (found) => replacements[found] ?? found);
}
