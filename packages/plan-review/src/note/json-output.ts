import { visibleJson } from '@himeshima/cli';
import type * as z from 'zod';
import { adviceOn } from '../acceptance/advice';
import type { BacktestReview } from '../backtest-review';
import type { Line } from '../changes/changed-text';
import { itemSymbols } from '../changes/paired-lines';
import type { Drift } from '../drift';
import type { Phrase } from '../phrase';
import type { Review } from '../review';
import type { Danger } from '../rules/rule';
import { acceptanceOf } from './format-dangers';
import type { ReviewJson, reviewsJson } from './json-schema';
import { oneLine } from './markdown';

/**
 * Renders a phrase as plain text. Text from the plan has no quotes; removed text is `[-old-]`, and added text `{+new+}`.
 */
export function plain(phrase: Phrase): string {
  return phrase
    .map((part) => {
      if (typeof part === 'string') return part;
      if ('code' in part) return oneLine(part.code);
      if ('value' in part) return oneLine(part.value);
      if ('prose' in part) return oneLine(part.prose);
      if ('strong' in part) return plain(part.strong);
      return 'gone' in part ? `[-${plain(part.gone)}-]` : `{+${plain(part.come)}+}`;
    })
    .join('');
}

const plainLine = ({ text, items }: Line): string =>
  [plain(text), ...items.map(({ became, text: item }) => `${itemSymbols[became]} ${plain(item)}`)].join(' ');

/** Removes the leading separator of a note such as `, imported` or ` because name changes`, which continues a sentence. */
const plainNote = (note: Phrase): string => plain(note).replace(/^[,;:]? /, '');

/** Formats reviews as JSON that matches review.schema.json. Sentences are plain text; invisible characters are escaped. */
export function jsonOf(reviews: readonly Review[]): string {
  return visibleJson({ version: 1, reviews: reviews.map(toJson) } satisfies z.input<typeof reviewsJson>, 2);
}

function toDanger(danger: Danger) {
  const { kind, rule, address, attribute, what } = danger;
  return {
    kind,
    ...(rule !== undefined && { rule, accept: acceptanceOf(rule) }),
    address,
    ...(attribute !== undefined && { attribute }),
    what: plain(what),
    ...adviceOn(danger),
  };
}

function toJson({
  headline,
  summary,
  dangers,
  prevented,
  creation,
  unknownInNew,
  accepted,
  unjudged,
  monitors,
  backtest,
  slices,
  drift,
  kept,
  keptDangers,
  outputValues,
  ...rest
}: Review): ReviewJson {
  return {
    ...rest,
    headline: plain(headline),
    summary: plain(summary),
    dangers: dangers.map(toDanger),
    keptDangers: keptDangers.map(toDanger),
    prevented: prevented.map(({ danger, by }) => ({ ...toDanger(danger), by: plain(by) })),
    creation: [...creation, ...unknownInNew].map(plain),
    accepted: accepted.map(({ danger, acceptance }) => ({ ...toDanger(danger), acceptance })),
    unjudged: unjudged.map(({ removal, isLater: _, ...one }) => ({
      ...one,
      ...(removal !== undefined && { removal: plain(removal) }),
    })),
    monitors: monitors.map(({ summary, sentences, query, lines, rank: _, ...monitor }) => ({
      ...monitor,
      summary: plain(summary),
      sentences: sentences.map(({ before, after }) => ({ before: plain(before), after: plain(after) })),
      query: plain(query),
      lines: lines.map(plainLine),
    })),
    backtest: backtest && backtestJson(backtest),
    slices: slices.map(({ name, resources }) => ({
      name,
      resources: resources.map(({ note, lines, ...resource }) => ({
        ...resource,
        note: plainNote(note),
        lines: lines.map(plainLine),
      })),
    })),
    outputValues: outputValues.map(plainLine),
    drift: drift.map((one) => ({ ...one, values: plainValues(one) })),
    kept: kept.map((one) => ({ ...one, values: plainValues(one) })),
  };
}

const plainValues = ({ values }: Drift) =>
  values.map(({ addresses, lines }) => ({ addresses, lines: lines.map(plainLine) }));

const backtestJson = (backtest: BacktestReview): ReviewJson['backtest'] =>
  'unavailable' in backtest
    ? backtest
    : {
        ...backtest,
        monitors: backtest.monitors.map(({ before, after, ...monitor }) => ({
          ...monitor,
          before: plain(before),
          after: plain(after),
        })),
      };

/**
 * Returns the JSON for GitLab's Terraform widget (`artifacts: reports: terraform`). The widget accepts exactly three numbers, so
 * a replacement counts as a create and a delete, and an indirect change counts as an update. Source: GitLab docs, "Terraform
 * integration in merge requests"
 */
export function widgetOf(reviews: readonly Review[]): string {
  const total = { create: 0, update: 0, delete: 0 };
  for (const { counts, dependents } of reviews) {
    total.create += counts.create + counts.replace;
    total.update += counts.update + dependents.filter(({ isReplaced }) => !isReplaced).length;
    total.delete += counts.delete + counts.replace;
  }
  return JSON.stringify(total);
}
