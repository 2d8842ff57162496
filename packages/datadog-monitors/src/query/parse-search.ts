import { didYouMean } from '../near-miss';
import { argumentOf, argumentsOf, readSteps, readText, type Step } from './parse-chain';
import { readComparison } from './parse-comparison';
import { searchWindow } from './parse-window';
import { type Name, type SearchQuery, type SearchSource, searchSources } from './query-tree';
import { type Scanner, scannerOf } from './scanner';

const sourceName = /[A-Za-z][\w-]*/y;

// Source: API reference, "Create a monitor"; docs.datadoghq.com/monitors/types/log (statistics of a measure).
const methods = ['count', 'cardinality', 'avg', 'sum', 'min', 'max', 'median'];
const percentile = /^pc\d{1,2}(?:\.\d+)?$/;

/**
 * Parses `logs("…").index("main").rollup("count").by("service").last("5m") > 10`, and similar queries for events and traces.
 * @throws QueryError
 * Source: API reference, "Create a monitor": event-v2, log and trace-analytics queries
 */
export function parseSearch(text: string): SearchQuery {
  const scanner = scannerOf(text);
  const source = readSource(scanner);
  scanner.expect('(', `after ${source}`);
  const search = readSearch(scanner);
  scanner.expect(')', 'after the search');
  const steps = readSteps(scanner, ['index', 'source', 'rollup', 'by', 'last']);
  const last = argumentOf(scanner, steps, 'last', '.last("5m")');
  return {
    kind: 'search',
    text,
    source,
    search,
    index: argumentsOf(steps, 'index')[0],
    rollup: rollupIn(scanner, steps),
    groupBy: argumentsOf(steps, 'by').flatMap(separated),
    window: searchWindow(scanner, last),
    ...readComparison(scanner),
  };
}

// Datadog rejects a search in single quotes.
function readSearch(scanner: Scanner): Name {
  const token = scanner.peek();
  if (token.text.startsWith("'")) throw scanner.error('the search needs double quotes', token.column);
  return readText(scanner, 'a search in double quotes, as in logs("status:error")');
}

function readSource(scanner: Scanner): SearchSource {
  const token = scanner.takePattern(sourceName) ?? scanner.next();
  const found = searchSources.find((source) => source === token.text);
  if (found !== undefined) return found;
  const message = `${token.text} is not a source (${searchSources.join(', ')})${didYouMean(token.text, searchSources)}`;
  throw scanner.error(message, token.column);
}

function rollupIn(scanner: Scanner, steps: readonly Step[]): SearchQuery['rollup'] {
  const step = steps.find(({ name }) => name === 'rollup');
  const [method, measure] = step?.args ?? [];
  if (!step || !method) throw scanner.error('.rollup(…) is missing; add .rollup("count")', scanner.peek().column);
  if (!methods.includes(method.text) && !percentile.test(method.text)) {
    const known = [...methods, 'pc95'];
    const message = `${method.text} is not a rollup method (${known.join(', ')})${didYouMean(method.text, known)}`;
    throw scanner.error(message, method.column);
  }
  if (method.text !== 'count' && !measure) {
    const message = `${method.text} needs a measure, as in .rollup("${method.text}", "@duration")`;
    throw scanner.error(message, method.column);
  }
  return { method, measure };
}

// `.by("service,host")` and `.by("service","host")` are equivalent.
function separated({ text, column, end }: { text: string; column: number; end: number }) {
  return text.split(',').map((part) => ({ text: part.trim(), column, end }));
}
