import './TextField.css';
import { useEffect, useId, useState } from 'react';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly choices?: readonly string[] | undefined;
  readonly isDisabled?: boolean;
  /** Called with Enter or on leaving the field, when the text changed. */
  onCommit(value: string): void;
}

/** A field that takes effect when it is left or confirmed; Escape brings the old text back. */
export function TextField({ label, value, hint, problem, placeholder, choices, isDisabled = false, onCommit }: TextFieldProps) {
  const [text, setText] = useState(value);
  const id = useId();
  useEffect(() => setText(value), [value]);
  const commit = () => {
    if (text !== value) onCommit(text);
  };
  return (
    <div className={`field${problem === undefined ? '' : ' has-problem'}`}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        value={text}
        disabled={isDisabled}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        list={choices ? `${id}-choices` : undefined}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
          if (event.key === 'Escape') setText(value);
        }}
      />
      {choices && (
        <datalist id={`${id}-choices`}>
          {choices.map((choice) => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      )}
      <div id={`${id}-hint`}>
        {problem !== undefined && <p className="field-problem">▲ {problem}</p>}
        {hint !== undefined && <p className="field-hint">{hint}</p>}
      </div>
    </div>
  );
}
