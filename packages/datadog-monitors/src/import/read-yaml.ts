import { parseAllDocuments } from 'yaml';

/** Documents in a YAML file, and one line for each document that cannot be parsed. */
export interface YamlDocuments {
  readonly documents: readonly unknown[];
  readonly problems: readonly string[];
}

/** Parses a YAML file, which may contain several documents. */
export function readYaml(text: string): YamlDocuments {
  const parsed = parseAllDocuments(text);
  const all = Array.isArray(parsed) ? parsed : [];
  return {
    documents: all.flatMap((one): unknown[] => (one.errors.length > 0 ? [] : [one.toJS()])),
    problems: all.flatMap(({ errors: [error] }) =>
      error === undefined ? [] : [`is not valid YAML (${firstLine(error.message)})`],
    ),
  };
}

const firstLine = (text: string) => text.split('\n')[0]?.replace(/:$/, '') ?? text;
