import { createHash } from 'node:crypto';
import type { Line } from '../changes/changed-text';
import { actionText, type ChangedResource } from '../changes/describe-change';
import { markedItem } from '../changes/paired-lines';
import { creationTitle } from '../creation-summary';
import type { Drift } from '../drift';
import { groupDangers } from '../group-dangers';
import { capitalized, counted, type Part, type Phrase, say, strong, words } from '../phrase';
import type { Review } from '../review';
import { lightOf, type Verdict } from '../verdict';
import { acceptedTitle, formatAccepted } from './format-acceptances';
import { alertLines, backtestData, resultSummary, timelineLines } from './format-backtest';
import { formatCosts } from './format-costs';
import { adviceByKind, adviceTitle, explainEachDanger } from './format-dangers';
import { dependentsTitle, formatDependents } from './format-dependents';
import {
  driftTitle,
  formatDrift,
  formatDriftedValues,
  formatKeptDanger,
  formatKeptDrift,
  importantDrift,
  keptDriftTitle,
  unimportantDrift,
} from './format-drift';
import { formatFindings } from './format-findings';
import { formatOmitted, omittedTitle } from './format-omitted';
import { formatPrevented } from './format-prevented';
import { formatRenames } from './format-renames';
import { afterApplyOf, failedOf, invokedOf, notKnown, outputsOf } from './format-unknowns';
import { oneLine } from './markdown';
import { basisOf, stacksOf } from './note';
import { sourceLinks } from './source-links';
import { unjudgedSection, unjudgedTitle } from './unjudged-section';

/**
 * Renders reviews as one self-contained page with a search field and filters. Escapes text from the plan. The page's
 * Content-Security-Policy allows only the inline style and script.
 */
export function htmlOf(reviews: readonly Review[]): string {
  const title =
    reviews.length === 1 ? `Plan review: ${reviews[0]?.stack ?? ''}` : `Plan review: ${reviews.length} stacks`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'">`,
    `<title>${escapedHtml(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    `<header><h1>${escapedHtml(title)}</h1>`,
    '<label>Search <input type="search" id="search" placeholder="address, attribute or value"></label>',
    `<span class="filters">${[...verdictsIn(reviews).map(verdictFilter), ...actions.map(filterOf)].join('')}</span>`,
    '<output id="count"></output></header>',
    ...(reviews.length > 1 ? ['<nav><ol>', ...reviews.map(entryOf), '</ol></nav>'] : []),
    ...reviews.flatMap(stackOf),
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const actions = ['create', 'update', 'replace', 'delete', 'forget', 'read', 'no-op'] as const;

const filterOf = (action: string): string =>
  `<label><input type="checkbox" data-action="${action}" checked> ${action}</label>`;

/** Returns the verdicts of several stacks, each once. Empty for one stack, and for stacks with the same verdict. */
function verdictsIn(reviews: readonly Review[]): readonly Verdict[] {
  const all = [...new Set(reviews.map(({ verdict }) => verdict))];
  return all.length > 1 ? all : [];
}

const verdictFilter = (verdict: Verdict): string =>
  `<label><input type="checkbox" data-verdict="${verdict}" checked> ${lightOf[verdict]}</label>`;

/** Links to a stack, with its headline. */
const entryOf = ({ stack, verdict, headline }: Review, at: number): string =>
  `<li data-verdict="${verdict}"><a href="#stack-${at + 1}">${lightOf[verdict]} ${escapedHtml(stack)}</a> ${html(headline)}</li>`;

function stackOf(review: Review, at: number): readonly string[] {
  const outputs = outputsOf(review, Number.POSITIVE_INFINITY);
  const links = sourceLinks(review);
  const unjudged = unjudgedSection(review, (group, clause) =>
    group.map((resource) => resourceOf(resource, links, clause)),
  );
  const about = [stacksOf(review), basisOf(review.basis), words(countsIn(review)), ...formatCosts(review.costs)];
  return [
    `<section class="stack" id="stack-${at + 1}" data-verdict="${review.verdict}" data-stack="${escapedHtml(review.stack)}">`,
    `<h2>${lightOf[review.verdict]} ${html(review.headline)}</h2>`,
    `<p class="about">${about.map(html).join(' · ')}</p>`,
    ...(review.summary.length === 0 ? [] : [`<p>${html(review.summary)}</p>`]),
    ...sectionOf('Cannot be applied', review.broken === undefined ? [] : [words(review.broken)], 'broken'),
    ...sectionOf(
      'Dangers',
      explainEachDanger(review.dangers).map(({ kind, what }) => [
        strong(capitalized(words(kind))),
        ': ',
        ...links(what),
      ]),
      'danger',
    ),
    ...sectionOf(adviceTitle, adviceByKind(review.dangers)),
    ...sectionOf('Prevented dangers', formatPrevented(review)),
    ...sectionOf(acceptedTitle(review), formatAccepted(review)),
    ...blockOf(unjudgedTitle, [
      ...(unjudged.count.length === 0 ? [] : [itemOf(unjudged.count)]),
      ...unjudged.lines,
      ...unjudged.removals.map((removal) => itemOf(removal)),
    ]),
    ...sectionOf(creationTitle, review.creation),
    ...sectionOf('Failed checks', failedOf(review), 'danger'),
    ...blockOf(
      'Monitors',
      review.monitors.map(({ summary, sentences, query, lines }) =>
        itemOf(summary, [
          ...sentences.flatMap(({ before, after }): Phrase[] => [
            ...(before.length > 0 ? [[{ gone: before }]] : []),
            ...(after.length > 0 ? [[{ come: after }]] : []),
          ]),
          ...(query.length === 0 ? [] : [['query ', ...query]]),
          ...lines.flatMap(phrasesOf),
        ]),
      ),
    ),
    ...backtestOf(review),
    ...unjudged.slices.flatMap(({ title, resources }) =>
      blockOf(
        title ?? 'Changes',
        resources.map((resource) => resourceOf(resource, links)),
      ),
    ),
    ...sectionOf(omittedTitle(review), formatOmitted(review)),
    ...sectionOf(dependentsTitle, formatDependents(review)),
    ...blockOf('Outputs', outputs.length === 0 ? [] : [itemOf(outputs, review.outputValues.flatMap(phrasesOf))]),
    ...sectionOf('Actions', invokedOf(review)),
    ...blockOf(
      'Possible renames',
      // HTML ignores the indentation of the block
      formatRenames(review).map(({ what, block }) =>
        itemOf(
          what,
          block.map((line): Phrase => [{ code: line.trim() }]),
        ),
      ),
    ),
    ...blockOf(driftTitle, [
      ...review.keptDangers.flatMap((danger) =>
        groupDangers([danger]).map((group) => itemOf(formatKeptDanger(group), [])),
      ),
      ...importantDrift(review).map((one) => driftItem(formatKeptDrift(one), one)),
      ...review.drift.map((one) => driftItem(formatDrift(one), one)),
    ]),
    ...blockOf(
      keptDriftTitle(review),
      unimportantDrift(review).map((one) => driftItem(formatKeptDrift(one), one)),
    ),
    ...sectionOf('Findings', formatFindings(review.findings)),
    ...sectionOf('Not known yet', notKnown(review)),
    '</section>',
  ];
}

function backtestOf({ backtest }: Review): readonly string[] {
  if (backtest === undefined) return [];
  if ('unavailable' in backtest) return sectionOf('Backtest', [say`not available: ${{ prose: backtest.unavailable }}`]);
  return blockOf('Backtest', [
    itemOf(backtestData(backtest)),
    ...backtest.monitors.map((monitor) =>
      itemOf(
        [...say`${monitor.id}: `, ...resultSummary(monitor)],
        [
          ...alertLines(monitor, backtest.timeZone),
          ...timelineLines(monitor, backtest).map((line): Phrase => [{ code: line }]),
        ],
      ),
    ),
  ]);
}

const countsIn = ({ counts }: Review): string =>
  Object.entries(counts)
    .flatMap(([action, count]) => (count > 0 ? [`${count} to ${action}`] : []))
    .join(', ') || counted(0, 'change');

function resourceOf(resource: ChangedResource, links: (phrase: Phrase) => Phrase, clause = ''): string {
  const later = afterApplyOf(resource);
  const details = [...resource.lines.flatMap(phrasesOf), ...(later.length === 0 ? [] : [later])];
  return itemOf(links(say`${resource.address} ${actionText(resource)}${[clause]}`), details, resource.action);
}

const phrasesOf = ({ text, items }: Line): readonly Phrase[] => [text, ...items.map(markedItem)];

function sectionOf(title: string, phrases: readonly Phrase[], kind = ''): readonly string[] {
  return blockOf(
    title,
    phrases.map((phrase) => itemOf(phrase)),
    kind,
  );
}

function blockOf(title: string, items: readonly string[], kind = ''): readonly string[] {
  if (items.length === 0) return [];
  return [`<h3>${html([{ prose: title }])}</h3>`, kind === '' ? '<ul>' : `<ul class="${kind}">`, ...items, '</ul>'];
}

const driftItem = (what: Phrase, drift: Drift): string => itemOf(what, formatDriftedValues(drift).flatMap(phrasesOf));

function itemOf(summary: Phrase, details: readonly Phrase[] = [], action?: string): string {
  const data = action === undefined ? '' : ` data-action="${action}"`;
  if (details.length === 0) return `<li${data}>${html(summary)}</li>`;
  const lines = details.map((line) => `<li>${html(line)}</li>`).join('');
  return `<li${data}><details open><summary>${html(summary)}</summary><ul>${lines}</ul></details></li>`;
}

/** Renders a phrase as HTML. Escapes all text. */
const html = (phrase: Phrase): string => phrase.map(partHtml).join('');

function partHtml(part: Part): string {
  if (typeof part === 'string') return escapedHtml(part);
  if ('code' in part) return linked(`<code>${escapedHtml(part.code)}</code>`, part.href);
  if ('value' in part) return `<code class="value">${escapedHtml(part.value)}</code>`;
  if ('prose' in part) return escapedHtml(part.prose);
  if ('strong' in part) return `<strong>${html(part.strong)}</strong>`;
  return 'gone' in part ? `<del>${html(part.gone)}</del>` : `<ins>${html(part.come)}</ins>`;
}

const linked = (text: string, href: string | undefined): string =>
  href === undefined ? text : `<a href="${escapedHtml(href)}">${text}</a>`;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes text for HTML, and makes invisible characters visible. */
const escapedHtml = (text: string): string =>
  oneLine(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const style = `
:root{color-scheme:light dark;font:15px/1.5 system-ui,"Noto Sans","Noto Sans CJK JP",sans-serif}
body{margin:0 auto;max-width:70rem;padding:0 1rem 4rem}
header{position:sticky;top:0;background:Canvas;padding:.5rem 0;border-bottom:1px solid GrayText}
h1{font-size:1.2rem;margin:0 0 .5rem}h2{font-size:1.1rem}h3{font-size:1rem;margin-bottom:.25rem}
.about,output{color:GrayText}nav{font-size:.9rem}section{scroll-margin-top:5rem}.filters label{margin-left:.75rem}
code{font:13px ui-monospace,monospace;overflow-wrap:anywhere;white-space:pre-wrap}
ul{padding-left:1.25rem;margin:.25rem 0}.danger>li::marker,.broken>li::marker{color:#c2410c}
del{color:#b91c1c}ins{color:#15803d;text-decoration:none}
@media (prefers-color-scheme:dark){del{color:#f87171}ins{color:#4ade80}}
[hidden]{display:none}
`;

const script = `
const search=document.getElementById('search'),count=document.getElementById('count');
const boxes=[...document.querySelectorAll('input[data-action]')];
const verdicts=[...document.querySelectorAll('input[data-verdict]')];
const entries=[...document.querySelectorAll('nav li')];
const stacks=[...document.querySelectorAll('section.stack')].map((section,at)=>({section,entry:entries[at],name:section.dataset.stack.toLowerCase(),verdict:section.dataset.verdict}));
const several=stacks.length>1;
const items=stacks.flatMap((stack)=>[...stack.section.querySelectorAll(':scope>ul>li')].map((li)=>({li,stack,text:li.textContent.toLowerCase(),action:li.dataset.action})));
const present=new Set(items.map((one)=>one.action));
for(const box of boxes)box.parentElement.hidden=!present.has(box.dataset.action);
function apply(){
  const wanted=search.value.trim().toLowerCase();
  const off=new Set(boxes.filter((box)=>!box.checked).map((box)=>box.dataset.action));
  const quiet=new Set(verdicts.filter((box)=>!box.checked).map((box)=>box.dataset.verdict));
  const isNamed=({name})=>several&&wanted!==''&&name.includes(wanted);
  const found=new Set(stacks.filter(isNamed));
  let shown=0;
  for(const {li,stack,text,action} of items){
    li.hidden=!text.includes(wanted)&&!isNamed(stack)||off.has(action);
    if(li.hidden||quiet.has(stack.verdict))continue;
    found.add(stack);
    shown+=1;
  }
  const filters=several&&(wanted!==''||off.size>0);
  for(const stack of stacks){
    const hidden=quiet.has(stack.verdict)||filters&&!found.has(stack);
    for(const part of [stack.section,stack.entry])if(part)part.hidden=hidden;
  }
  for(const list of document.querySelectorAll('.stack>ul')){
    const empty=[...list.children].every((li)=>li.hidden);
    list.hidden=empty;list.previousElementSibling.hidden=empty;
  }
  count.textContent=shown===items.length?items.length+' items':shown+' of '+items.length+' items';
}
search.addEventListener('input',apply);
for(const box of [...boxes,...verdicts])box.addEventListener('change',apply);
apply();
`;
