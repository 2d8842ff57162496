import { visibleLine } from '@himeshima/cli';
import { doesNothing, noteOf, type Review } from '../index';
import { withoutReportLink } from '../note/report-link';
import { withoutSourceLinks } from '../note/source-links';
import { type Approvals, approvalsOf } from './approvals';
import { type MergedRequest, mergeRequestBehind } from './gitlab';
import { type Note, notesOf } from './merge-request-notes';
import { readMark } from './note-mark';
import { isNoteOf } from './post';

/** Decision on whether a plan for the main branch may be applied without another review. */
interface Decision {
  readonly stack: string;
  readonly isFine: boolean;
  readonly reason: string;
}

/** Merge request that added a commit, and its notes and approvals. */
export interface ReviewedMergeRequest {
  readonly mergeRequest: MergedRequest;
  /** Notes by the account that writes the reviews. */
  readonly notes: readonly Note[];
  readonly approvals: Approvals;
}

/**
 * Decides for each stack whether the plan matches the approved review (docs/adr/0022). The review of the plan must equal the note
 * on the merge request, and the note must be older than the approval.
 * @param reviewed undefined if no merge request added the commit
 */
export function decide(
  reviews: readonly Review[],
  reviewed: ReviewedMergeRequest | undefined,
  scope: string | undefined,
): readonly Decision[] {
  return reviews.map((review) => {
    const { stack } = review;
    if (doesNothing(review)) return { stack, isFine: true, reason: 'nothing to do' };
    const why = neededReviewReason(review, reviewed, scope);
    if (why === undefined)
      return {
        stack,
        isFine: true,
        reason: `matches the approved review in merge request !${reviewed?.mergeRequest.mergeRequest}`,
      };
    return { stack, isFine: false, reason: `${why}; read the review below, then start the deployment by hand` };
  });
}

/** Returns why a plan needs another review. Undefined if the plan matches the approved review. */
function neededReviewReason(
  review: Review,
  reviewed: ReviewedMergeRequest | undefined,
  scope: string | undefined,
): string | undefined {
  if (review.broken !== undefined) return `the plan cannot be applied (${review.broken})`;
  if (reviewed === undefined) return 'no merge request added this commit';
  const { mergeRequest, notes, approvals } = reviewed;
  const name = `merge request !${mergeRequest.mergeRequest}`;
  if ('missing' in approvals) return `${name} ${approvals.missing}`;
  const note = notes.find((one) => isNoteOf(one, { kind: 'plan review', stack: review.stack, scope }));
  if (note === undefined) return `${name} has no review of this stack`;
  if (notes.some((one) => one !== note && looksLikeReview(one, review.stack)))
    return `${name} has several reviews of this stack`;
  if (note.resolved === true) return `the review in ${name} is hidden in a resolved thread`;
  if (!approvals.given.some(({ at }) => at > note.updated_at))
    return `the review in ${name} changed after the approval`;
  // the note contains the commit of the merge request, not the commit on main
  const shown = withoutSourceLinks(withoutReportLink(readMark(note.body)?.text ?? note.body)).trim();
  const now = withoutSourceLinks(noteOf(review, { commit: mergeRequest.head })).trim();
  return shown === now ? undefined : `the plan differs from the review in ${name}`;
}

/** Returns whether a reader could mistake a note without a mark for a review of the stack. */
const looksLikeReview = ({ body }: Note, stack: string): boolean =>
  body.includes('plan review:') || body.includes(`stack \`${stack}\``);

/** Prints a line for each stack, and sets exit code 3 if any stack needs another review. */
export async function reportDecisions(reviews: readonly Review[], scope: string | undefined): Promise<void> {
  const decisions = decide(reviews, await reviewedBehind(process.env), scope);
  for (const { stack, isFine, reason } of decisions)
    console.log(visibleLine(`${isFine ? '✓' : '✗'} ${stack}: ${reason}`));
  if (!decisions.every(({ isFine }) => isFine)) process.exitCode = 3;
}

/** Reads the merge request that added the commit of the pipeline. @returns undefined if there is no such merge request */
export async function reviewedBehind(
  environment: Parameters<typeof mergeRequestBehind>[0],
): Promise<ReviewedMergeRequest | undefined> {
  const mergeRequest = await mergeRequestBehind(environment);
  if (mergeRequest === undefined) return undefined;
  const notes = notesOf(mergeRequest);
  const [all, bot] = await Promise.all([notes.all(), notes.me()]);
  return {
    mergeRequest,
    notes: all.filter(({ author, system }) => author.id === bot && !system),
    approvals: await approvalsOf(mergeRequest, { notes: all, bot }),
  };
}
