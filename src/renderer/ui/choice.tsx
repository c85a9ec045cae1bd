/** Choices: a switch, a tick, cards to pick one of, and a small segmented row of filters. */
import { Check } from 'lucide-react'
import { Checkbox as RadixCheckbox, RadioGroup, Switch as RadixSwitch } from 'radix-ui'
import { useId, type ReactNode } from 'react'
import { cx } from '../lib/cx'

export interface SwitchProps {
  label: string
  hint?: string | undefined
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
}

export function Switch({ label, hint, checked, onChange, disabled = false }: SwitchProps) {
  const id = useId()
  return (
    <div className="flex items-start justify-between gap-4">
      <div className="min-w-0">
        <label htmlFor={id} className="block text-body text-text-1">
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-small text-text-3">
            {hint}
          </p>
        )}
      </div>
      <RadixSwitch.Root
        id={id}
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="h-5 w-9 shrink-0 rounded-full border border-line-strong bg-surface-3 transition-colors duration-[120ms] disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <RadixSwitch.Thumb className="block size-3.5 translate-x-[2px] rounded-full bg-line-strong transition-transform duration-[120ms] data-[state=checked]:translate-x-[18px] data-[state=checked]:bg-on-accent" />
      </RadixSwitch.Root>
    </div>
  )
}

export interface CheckboxProps {
  label: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
}

export function Checkbox({ label, checked, onChange }: CheckboxProps) {
  const id = useId()
  return (
    <div className="flex items-start gap-2.5">
      <RadixCheckbox.Root
        id={id}
        checked={checked}
        onCheckedChange={(value) => onChange(value === true)}
        className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-[4px] border border-line-strong bg-surface-1 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      >
        <RadixCheckbox.Indicator>
          <Check aria-hidden className="size-3.5 text-on-accent" strokeWidth={3} />
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
      <label htmlFor={id} className="text-body text-text-1">
        {label}
      </label>
    </div>
  )
}

export interface Card<T extends string> {
  value: T
  title: string
  text?: string | undefined
  badge?: string | undefined
}

export interface RadioCardsProps<T extends string> {
  label: string
  value: T | null
  cards: readonly Card<T>[]
  onChange: (value: T) => void
  /** The label is seen above the cards, not only heard. */
  showLabel?: boolean
  /** Side by side where there is room. */
  beside?: boolean
}

/** One of a few, each with what it means. */
export function RadioCards<T extends string>({
  label,
  value,
  cards,
  onChange,
  showLabel = false,
  beside = false,
}: RadioCardsProps<T>) {
  const base = useId()
  const group = (
    <RadioGroup.Root
      aria-label={label}
      value={value ?? ''}
      onValueChange={(next) => {
        const card = cards.find((candidate) => candidate.value === next)
        if (card) onChange(card.value)
      }}
      className={beside ? 'grid auto-rows-fr gap-2 sm:grid-cols-2' : 'flex flex-col gap-2'}
    >
      {cards.map((card) => (
        <RadioGroup.Item
          key={card.value}
          value={card.value}
          aria-labelledby={`${base}-${card.value}`}
          aria-describedby={card.text === undefined ? undefined : `${base}-${card.value}-text`}
          className={cx(
            'group flex items-start gap-3 rounded-card border border-line-strong/50 bg-surface-1 p-3 text-left transition-colors duration-[120ms] hover:bg-surface-2',
            'data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft',
          )}
        >
          <span
            aria-hidden
            className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong group-data-[state=checked]:border-[5px] group-data-[state=checked]:border-accent"
          />
          <span className="min-w-0">
            <span className="flex flex-wrap items-center gap-2">
              <span id={`${base}-${card.value}`} className="font-medium text-text-1">
                {card.title}
              </span>
              {card.badge !== undefined && (
                <span className="rounded-full bg-surface-3 px-2 text-meta text-text-2">{card.badge}</span>
              )}
            </span>
            {card.text !== undefined && (
              <span id={`${base}-${card.value}-text`} className="mt-0.5 block text-small text-text-2">
                {card.text}
              </span>
            )}
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  )
  if (!showLabel) return group
  return (
    <div className="flex flex-col gap-2">
      <p aria-hidden className="font-medium">
        {label}
      </p>
      {group}
    </div>
  )
}

export interface SegmentedProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; label: string; count?: number | undefined }[]
  onChange: (value: T) => void
}

export function Segmented<T extends string>({ label, value, options, onChange }: SegmentedProps<T>) {
  return (
    <div role="group" aria-label={label} className="flex gap-1">
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className="h-7 rounded-control px-2.5 text-small text-text-2 transition-colors duration-[120ms] hover:bg-surface-2 aria-pressed:bg-surface-3 aria-pressed:font-medium aria-pressed:text-text-1"
        >
          {option.label}
          {option.count !== undefined && option.count > 0 && (
            <span className="numeric ml-1.5 text-text-3">{option.count}</span>
          )}
        </button>
      ))}
    </div>
  )
}
