import { visibleParts } from './visible-characters';
import classes from './visible-text.module.css';

/**
 * Text of a device or user, in which control and bidirectional characters are visible. The text is isolated, because letters
 * that are written from right to left would also move the text around them.
 */
export function VisibleText({ text }: { text: string }) {
  return [...visibleParts(text).entries()].map(([position, { text: part, isEscape }]) =>
    isEscape ? (
      <span key={position} className={classes.escape}>
        {part}
      </span>
    ) : (
      <bdi key={position}>{part}</bdi>
    ),
  );
}
