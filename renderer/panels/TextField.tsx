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
  /** Called with Enter or on leaving the field, when the text changed; may resolve to the sentence that refuses it. */
  onCommit(value: string): Promise<string | null> | undefined;
}

/** A field that takes effect when it is left or confirmed; Escape brings the old text back. What was refused stays, and says why. */
export function TextField({ label, value, hint, problem, placeholder, choices, isDisabled = false, onCommit }: TextFieldProps) {
  const [text, setText] = useState(value);
  const [refused, setRefused] = useState<{ readonly text: string; readonly why: string } | null>(null);
  const id = useId();
  useEffect(() => {
    setText(value);
    setRefused(null);
  }, [value]);
  const commit = async () => {
    // Confirmed by Enter and by leaving the field: one refusal is enough.
    if (text === value || text === refused?.text) return;
    const why = (await onCommit(text)) ?? null;
    setRefused(why === null ? null : { text, why });
  };
  const wrong = (text === refused?.text ? refused.why : undefined) ?? problem;
  return (
    <div className={`field${wrong === undefined ? '' : ' has-problem'}`}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        value={text}
        disabled={isDisabled}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        list={choices ? `${id}-choices` : undefined}
        aria-invalid={wrong !== undefined}
        aria-describedby={`${id}-hint`}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => void commit()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void commit();
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
        {wrong !== undefined && (
          <p className="field-problem" role={wrong === problem ? undefined : 'alert'}>
            ▲ {wrong}
          </p>
        )}
        {hint !== undefined && <p className="field-hint">{hint}</p>}
      </div>
    </div>
  );
}
