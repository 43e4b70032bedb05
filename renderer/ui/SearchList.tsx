import './SearchList.css';
import { type Ref, useId, useState } from 'react';

export interface SearchItem {
  readonly label: string;
  readonly hint: string;
}

interface SearchListProps<Item extends SearchItem> {
  /** What the field is for, said to a screen reader. */
  readonly label: string;
  readonly placeholder: string;
  readonly typed: string;
  readonly items: readonly Item[];
  readonly emptyText: string;
  readonly inputRef?: Ref<HTMLInputElement> | undefined;
  readonly inputClassName?: string | undefined;
  readonly listClassName: string;
  onType(typed: string): void;
  onChoose(item: Item): void;
  onCancel?(): void;
}

/** A field with the list of what matches below it: typing filters, arrows move, Enter or a click chooses. */
export function SearchList<Item extends SearchItem>(props: SearchListProps<Item>) {
  const { items, label, listClassName } = props;
  const [active, setActive] = useState(0);
  const listId = useId();
  const chosen = Math.min(active, items.length - 1);

  const takeKey = (key: string): boolean => {
    const item = items[chosen];
    if (key === 'Escape' && props.onCancel) props.onCancel();
    else if (key === 'Enter' && item) props.onChoose(item);
    else if (key === 'ArrowDown') setActive(Math.min(items.length - 1, chosen + 1));
    else if (key === 'ArrowUp') setActive(Math.max(0, chosen - 1));
    else return key === 'Enter';
    return true;
  };
  return (
    <>
      <input
        ref={props.inputRef}
        className={props.inputClassName}
        value={props.typed}
        placeholder={props.placeholder}
        spellCheck={false}
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={chosen >= 0 ? `${listId}-${chosen}` : undefined}
        aria-label={label}
        onChange={(event) => {
          props.onType(event.target.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          if (takeKey(event.key)) event.preventDefault();
        }}
      />
      <div id={listId} role="listbox" aria-label="Matches" className={listClassName}>
        {items.map((item, index) => (
          <div
            key={`${item.label}\n${item.hint}`}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className={index === chosen ? 'option is-active' : 'option'}
            ref={index === chosen ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
            onPointerDown={(event) => {
              event.preventDefault();
              props.onChoose(item);
            }}
          >
            <span className="option-label">{item.label}</span>
            <span className="option-hint">{item.hint}</span>
          </div>
        ))}
        {items.length === 0 && <div className="option is-empty">{props.emptyText}</div>}
      </div>
    </>
  );
}
