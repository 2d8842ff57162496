import { noteOf, planOf, reviewOf } from '@himeshima/plan-review';
import type { Value } from '@himeshima/terraform-json';
import { acceptedFindings } from '../../config/accepted-findings';
import { situations } from './review-situations';

/** docs/review-examples.md: each situation as its reviewer sees it. @param stack the synthesized stack of dev */
export function reviewPage(stack: Value): string {
  const sections = situations.map(({ title, plan }) => {
    const read = planOf(plan(stack), { stack: 'himeshima-dev', basis: { hash: '0'.repeat(64) } });
    const note = noteOf(reviewOf(read, { accepted: acceptedFindings }), { commit: undefined });
    // as a quotation: its headings are none of the page's
    return `## ${title}\n\n${note
      .trimEnd()
      .split('\n')
      .map((line) => `> ${line}`.trimEnd())
      .join('\n')}\n`;
  });
  return [
    '# What the review says',
    '',
    'Written by `npm run review-docs`, from plans that are made of the synthesized stack and of a change to it.',
    '',
    ...sections,
  ].join('\n');
}
