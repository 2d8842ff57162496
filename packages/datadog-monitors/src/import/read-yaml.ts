import { parseAllDocuments } from 'yaml';
import { type Found, problemAt } from './imported-monitor';
import { readObject } from './read-json';

/** Reads the DatadogMonitor resources in a YAML file, which may contain several documents. */
export function readYaml(file: string, text: string): readonly Found[] {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) return [problemAt(file, `is not valid YAML (${firstLine(error.message)})`)];
    return readObject(file, document.toJS());
  });
}

const firstLine = (text: string) => text.split('\n')[0]?.replace(/:$/, '') ?? text;
