import { visibleParts } from './visible-characters';
import classes from './visible-text.module.css';

/** Text of a device or user, in which control and bidirectional characters are visible. */
export function VisibleText({ text }: { text: string }) {
  const parts = visibleParts(text);
  const [only] = parts;
  if (parts.length === 1 && only?.isEscape === false) return only.text;
  return [...parts.entries()].map(([position, { text: part, isEscape }]) =>
    isEscape ? (
      <span key={position} className={classes.escape}>
        {part}
      </span>
    ) : (
      <bdi key={position}>{part}</bdi>
    ),
  );
}
