/** Why what was asked for was not done, beside the button that asked. */
export function Refusal({ text }: { readonly text: string | null }) {
  return (
    <div role="alert" aria-label="Refusal">
      {text !== null && <p className="field-problem">▲ {text}</p>}
    </div>
  );
}
