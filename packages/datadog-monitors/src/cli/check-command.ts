import { createCommand, printJson } from '@himeshima/cli';
import { lintMetrics } from '../audit/lint-metrics';
import type { MetricMetadata } from '../audit/metric-metadata';
import type { Catalogue } from '../catalogue/catalogue';
import { lint } from '../lint/lint';
import type { MonitorDefinition } from '../monitor/definition';
import { validate } from '../monitor/validate';
import { excerpt, QueryError } from '../query/query-error';
import { referenceProblems } from './check-references';
import { catalogueFor } from './line-catalogue';
import { type MetricTypes, metadataFor, typesIn } from './live-metadata';
import { type FoundMonitor, monitorsIn, placeOf } from './monitor-files';
import type { MonitorSource } from './monitor-source';
import { filesArgument, readDocuments } from './read-documents';
import { slosIn } from './slo-files';
import { tagKeysIn, tagsOfOthers } from './tag-files';

interface Finding {
  readonly file: string;
  /** Id of the monitor; undefined if the whole file is unreadable. */
  readonly monitor?: string;
  readonly message: string;
  /** Id of a lint warning. */
  readonly lint?: string;
  /** Column in the query, counted from 1. */
  readonly column?: number;
  readonly query?: string;
}

/** Monitors and SLOs in the checked files. */
type Source = Pick<MonitorSource, 'monitors' | 'slo'>;

type Check = (
  definition: MonitorDefinition,
  known: Catalogue,
  source: Source,
) => readonly Omit<Finding, 'file' | 'monitor'>[];

const tagsText =
  'file with the tag keys of your metrics, one per line; these tags, and tags that several monitors use, cause no warning';
const tagWarningsText = 'omit warnings about tags that a metric is not known to have';

/** Creates the command that reports definitions that Datadog would reject. */
export const validateCommand = (name: string) =>
  createCommand('validate', {
    summary: 'Reports definitions that Datadog would reject, and the column of each error in a query.',
    example: `${name} validate monitors.json cdktf.out/stacks/shop/cdk.tf.json`,
  })
    .argument('<files...>', filesArgument)
    .option('--tags <file>', tagsText)
    .option('--no-tag-warnings', tagWarningsText)
    .option('--json', 'print JSON')
    .action(async (paths, { json, ...tags }) => {
      const { monitors, findings } = findingsIn(await foundIn(paths), problemsAndUnknown, tags);
      const errors = findings.filter((one) => one.lint === undefined);
      if (errors.length > 0) process.exitCode = 1;
      if (json) return printJson(findings);
      for (const one of findings) console.error(marked(one));
      if (errors.length === 0) console.log(`${counted(monitors.length)} valid`);
    });

/** Creates the command that reports valid but probably unintended settings. */
export const lintCommand = (name: string) =>
  createCommand('lint', {
    summary: 'Reports likely mistakes that Datadog accepts.',
    example: `${name} lint monitors.json --fail
DD_SITE=datadoghq.eu ${name} lint monitors.json --live --save-metadata metadata.json
${name} lint monitors.json --metadata metadata.json`,
  })
    .argument('<files...>', filesArgument)
    .option('--fail', 'exit with code 1 if there are warnings')
    .option(
      '--live',
      'also check the metrics in the account: existence, last points, tags, groups; needs DD_API_KEY and DD_APP_KEY',
    )
    .option('--save-metadata <file>', 'with --live: save the metadata of the metrics in the account')
    .option('--metadata <file>', 'check against saved metadata instead of the account')
    .option('--tags <file>', tagsText)
    .option('--no-tag-warnings', tagWarningsText)
    .option('--json', 'print JSON')
    .action(async (paths, { json, fail, tags, tagWarnings, ...live }) => {
      const found = await foundIn(paths);
      const definitions = found.monitors.flatMap(({ definition }) => definition ?? []);
      const metadata = await metadataFor(definitions, live);
      reportIncomplete(metadata);
      const { monitors, findings } = findingsIn(found, withMetadata(metadata), {
        tags,
        tagWarnings,
        metricTypes: typesIn(metadata),
      });
      const isInvalid = findings.some((one) => one.lint === undefined);
      if (isInvalid || (fail && findings.length > 0)) process.exitCode = 1;
      if (json) return printJson(findings);
      if (findings.length === 0) console.log(`${counted(monitors.length)} without warnings`);
      for (const one of findings) console.error(marked(one));
    });

/** Reports metrics that the account's metadata does not cover, because a limit was reached. */
function reportIncomplete(metadata: MetricMetadata | undefined): void {
  if (metadata?.incomplete === undefined) return;
  const { reason, metrics, parts } = metadata.incomplete;
  const counts = `${metrics} ${metrics === 1 ? 'metric' : 'metrics'} and ${parts} ${parts === 1 ? 'query' : 'queries'}`;
  console.error(`! --live reached ${reason}: ${counts} were not checked; check fewer files in one run`);
}

/** Monitors in the checked files, with the SLOs that they refer to. */
interface FoundInFiles {
  readonly monitors: readonly FoundMonitor[];
  readonly source: Source;
}

async function foundIn(paths: readonly string[]): Promise<FoundInFiles> {
  const read = await readDocuments(paths);
  const monitors = monitorsIn(read);
  const readable = monitors.flatMap((one) => (one.definition === undefined ? [] : [one]));
  return { monitors, source: { monitors: readable, slo: slosIn(read) } };
}

interface FindingOptions {
  /** File with the tag keys that the project declares. */
  readonly tags?: string | undefined;
  readonly tagWarnings: boolean;
  readonly metricTypes?: MetricTypes;
}

function findingsIn(
  { monitors, source }: FoundInFiles,
  check: Check,
  { tags, tagWarnings, metricTypes = {} }: FindingOptions,
) {
  const declared = tags === undefined ? [] : tagKeysIn(tags);
  const ofOthers = tagsOfOthers(source.monitors);
  const context = (definition: MonitorDefinition) => ({
    source,
    metricTypes,
    tags: [...declared, ...ofOthers(definition)],
  });
  const findings = monitors.flatMap((one) => findingsOf(one, check, context));
  return { monitors, findings: findings.filter((one) => tagWarnings || one.lint !== 'unknown-tag') };
}

function withMetadata(metadata: MetricMetadata | undefined): Check {
  if (metadata === undefined) return warningsOf;
  return (definition, known, source) => {
    const warnings = warningsOf(definition, known, source);
    if (warnings.some((one) => one.lint === undefined)) return warnings;
    const { query } = definition;
    const live = lintMetrics(definition, metadata).map(({ id, ...one }) => ({ lint: id, query, ...one }));
    return [...warnings, ...live];
  };
}

interface Context {
  readonly metricTypes: MetricTypes;
  readonly source: Source;
  /** Tag keys that the project declares, or that other monitors use. */
  readonly tags: readonly string[];
}

function findingsOf(
  monitor: FoundMonitor,
  check: Check,
  contextOf: (definition: MonitorDefinition) => Context,
): readonly Finding[] {
  const place = { file: monitor.file, ...(monitor.id !== undefined && { monitor: monitor.id }) };
  if (monitor.definition === undefined) return [{ ...place, message: monitor.problem }];
  const { definition } = monitor;
  const { metricTypes, source, tags } = contextOf(definition);
  // metrics from other integrations are unknown; their types are inferred from the query
  const known = catalogueFor({ series: [], metricTypes, tags }, [definition.query]);
  return check(definition, known, source).map((one) => ({ ...place, ...one }));
}

const problemsOf: Check = (definition, known, source) => {
  const invalid = validate(definition, known);
  const problems = invalid.length > 0 ? invalid : referenceProblems(definition, source);
  return problems.map(({ message, column, attribute }) =>
    attribute === undefined
      ? { message, ...(column !== undefined && { column, query: definition.query }) }
      : { message: `${attribute}: ${message}` },
  );
};

const warningsOf: Check = (definition, known) => {
  try {
    return lint(definition, known).map(({ id, message, column }) => ({
      lint: id,
      message,
      ...(column !== undefined && { column, query: definition.query }),
    }));
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return [{ message: error.message, column: error.column, query: definition.query }];
  }
};

/**
 * Returns the problems of a monitor or, if it has no problems, the warnings about types, options and tags that this package does not
 * know, although Datadog may know them.
 */
const problemsAndUnknown: Check = (definition, known, source) => {
  const problems = problemsOf(definition, known, source);
  if (problems.length > 0) return problems;
  return warningsOf(definition, known, source).filter((one) => one.lint?.startsWith('unknown-'));
};

const marked = (one: Finding): string => `${one.lint === undefined ? '✗' : '!'} ${formatted(one)}`;

function formatted({ file, monitor, lint: id, message, column, query }: Finding): string {
  const place = column === undefined ? '' : `, column ${column}`;
  const first = `${placeOf({ file, id: monitor })}${place}: ${message}${id === undefined ? '' : ` (${id})`}`;
  return column === undefined || query === undefined ? first : `${first}\n${excerpt(query, column)}`;
}

const counted = (count: number) => (count === 1 ? '1 monitor is' : `${count} monitors are`);
