import { didYouMean } from '../near-miss';
import { argumentOf, argumentsOf, readSteps, readText, type Step } from './parse-chain';
import { readComparison } from './parse-comparison';
import { searchWindow } from './parse-window';
import { type IssueFilter, type Name, type SearchQuery, type SearchSource, searchSources } from './query-tree';
import { type Scanner, scannerOf } from './scanner';

const sourceName = /[A-Za-z][\w-]*/y;

// Source: API reference, "Create a monitor"; docs.datadoghq.com/monitors/types/log (statistics of a measure).
const methods = ['count', 'cardinality', 'avg', 'sum', 'min', 'max', 'median'];
const issueSteps = ['source', 'new', 'impact'];
const issueSources = ['all', 'browser', 'mobile', 'backend'];
const percentile = /^pc\d{1,2}(?:\.\d+)?$/;

/**
 * Parses `logs("…").index("main").rollup("count").by("service").last("5m") > 10`, and similar queries for events, traces and issues.
 * @throws QueryError
 * Source: API reference, "Create a monitor": event-v2, log and trace-analytics queries
 */
export function parseSearch(text: string): SearchQuery {
  const scanner = scannerOf(text);
  const source = readSource(scanner);
  scanner.expect('(', `after ${source}`);
  const search = readSearch(scanner);
  scanner.expect(')', 'after the search');
  const isErrorTracking = source.startsWith('error-tracking');
  const steps = readSteps(scanner, [...(isErrorTracking ? issueSteps : []), 'index', 'rollup', 'by', 'last']);
  const last = argumentOf(scanner, steps, 'last', '.last("5m")');
  return {
    kind: 'search',
    text,
    source,
    search,
    index: argumentsOf(steps, 'index')[0],
    issues: issuesIn(scanner, steps),
    rollup: rollupIn(scanner, steps) ?? (isErrorTracking ? defaultRollup(search) : missingRollup(scanner)),
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

// Source: API reference, "Create a monitor": error-tracking query
function issuesIn(scanner: Scanner, steps: readonly Step[]): IssueFilter {
  const [source] = argumentsOf(steps, 'source');
  if (source !== undefined && !issueSources.includes(source.text)) {
    const message = `${source.text} is not a source of issues (${issueSources.join(', ')})${didYouMean(source.text, issueSources)}`;
    throw scanner.error(message, source.column);
  }
  const [condition, other] = steps.filter(({ name }) => name === 'new' || name === 'impact');
  if (other !== undefined) throw scanner.error('.new() and .impact() cannot be combined', other.column);
  return { source, condition: condition && (condition.name === 'new' ? 'new' : 'impact') };
}

// Only error-tracking queries have a default (API reference, "Create a monitor").
const defaultRollup = ({ column, end }: Name): SearchQuery['rollup'] => ({
  method: { text: 'count', column, end },
  measure: undefined,
});

function missingRollup(scanner: Scanner): never {
  throw scanner.error('.rollup(…) is missing; add .rollup("count")', scanner.peek().column);
}

function rollupIn(scanner: Scanner, steps: readonly Step[]): SearchQuery['rollup'] | undefined {
  const step = steps.find(({ name }) => name === 'rollup');
  if (!step) return undefined;
  const [method, measure] = step.args;
  if (!method) return missingRollup(scanner);
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
