import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { sql } from '@codemirror/lang-sql';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { EditorView, highlightSpecialChars, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useEffectEvent, useRef } from 'react';
import classes from './code-mirror.module.css';

export interface CodeMirrorProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly language: 'json' | 'sql';
  /** Label for screen readers. */
  readonly label: string;
}

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'light-dark(#1c4fa3, #91bdff)' },
  { tag: tags.string, color: 'light-dark(#116932, #8ce99a)' },
  { tag: tags.number, color: 'light-dark(#8f4700, #ffc078)' },
  { tag: [tags.bool, tags.null, tags.keyword], color: 'light-dark(#7a2ea3, #d9a6f5)' },
  { tag: tags.comment, color: 'var(--text-quiet)' },
]);

const languages = { json, sql } as const;

/** Editor with highlighting. Tab moves the focus, as in other fields. */
export default function CodeMirror({ value, onChange, language, label }: CodeMirrorProps) {
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(null);
  const changed = useEffectEvent(onChange);
  const initial = useEffectEvent(() => value);

  useEffect(() => {
    if (box.current === null) return undefined;
    const nonce = document.querySelector('meta[name=csp-nonce]')?.getAttribute('content') ?? '';
    const view = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: initial(),
        extensions: [
          EditorView.cspNonce.of(nonce),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of(({ docChanged, state }) => docChanged && changed(state.doc.toString())),
          languages[language](),
          syntaxHighlighting(colours),
          highlightSpecialChars(),
          bracketMatching(),
          history(),
          keymap.of([...defaultKeymap, ...historyKeymap]),
        ],
      }),
    });
    editor.current = view;
    return () => view.destroy();
  }, [language, label]);

  useEffect(() => {
    const view = editor.current;
    if (view !== null && view.state.doc.toString() !== value)
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });
  }, [value]);

  return <div ref={box} className={classes.editor} />;
}
