import { type Catalogue, catalogue, type MetricType, type MonitorDefinition } from '../../lib/datadog';

interface Line {
  readonly series?: Readonly<Record<string, unknown>> | undefined;
  readonly metricTypes: Readonly<Record<string, MetricType>>;
}

/**
 * Metrics that the catalogue does not know are what the line says, with every tag that the line uses. Where it says
 * nothing, they are what the query takes them for.
 */
export function catalogueFor({ metricTypes, series = {} }: Line, { query }: MonitorDefinition): Catalogue {
  const named = [...Object.keys(series), ...Object.keys(metricTypes)].map((name) => name.split('{')[0] ?? name);
  const inQuery = query.match(/[A-Za-z][\w]*(?:\.[\w]+)+(?=\s*\{)/g) ?? [];
  const words = query.match(/[A-Za-z@][\w./@-]*(?=\s*(?::|,|\}|\s+(?:NOT\s+)?IN\b))/g) ?? [];
  const tags = [...new Set(words)];
  const metrics = [...new Set([...named, ...inQuery])].flatMap((name) => {
    const known = catalogue.find(name);
    const type = metricTypes[name] ?? known?.type ?? takenFor(name, query);
    if (known && metricTypes[name] === undefined) return [];
    return [{ name, type, unit: undefined, tags, source: 'the line' }];
  });
  return catalogue.with(metrics);
}

function takenFor(name: string, query: string): MetricType {
  const at = query.indexOf(`${name}{`);
  if (/\bp\d[\d.]*:$/.test(query.slice(0, at))) return 'distribution';
  return /^[^}]*\}(?: by \{[^}]*\})?(?:\.rollup\([^)]*\))?\.as_(?:count|rate)\(/.test(query.slice(at))
    ? 'count'
    : 'gauge';
}
