// What a field with completion shows: which names, which of them is active, and whether its list is open.

export interface Option {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

export interface ComboboxState {
  readonly options: readonly Option[];
  /** The index of the active option, -1 for none. */
  readonly active: number;
  readonly open: boolean;
}

export const CLOSED: ComboboxState = { options: [], active: -1, open: false };

export type Step = "next" | "previous" | "close";

/** Return the state with new names; none of them is active, so that Enter submits what was typed. */
export const showOptions = (options: readonly Option[]): ComboboxState => ({
  options,
  active: -1,
  open: options.length > 0,
});

/** Return the state after a key. Moving on from the last option leads to the text itself, then to the first. */
export function move(state: ComboboxState, step: Step): ComboboxState {
  if (step === "close") return { ...state, open: false, active: -1 };
  if (state.options.length === 0) return state;
  if (!state.open) return { ...state, open: true, active: step === "next" ? 0 : state.options.length - 1 };
  const places = state.options.length + 1;
  const by = step === "next" ? 1 : -1;
  return { ...state, active: ((state.active + 1 + by + places) % places) - 1 };
}
